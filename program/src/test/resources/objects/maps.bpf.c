/* Every attribute that a map definition can have. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct key {
	__u32 prefix_length;
	__u8 address[4];
};

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
};

struct inner inner_one SEC(".maps");
struct inner inner_two SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 3);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {
	.values = {[0] = &inner_one, [2] = &inner_two},
};

SEC("xdp") int tail_one(struct xdp_md *ctx);
SEC("xdp") int tail_two(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 5);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} jumps SEC(".maps") = {
	.values = {[1] = &tail_one, [4] = &tail_two},
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 100);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key);
	__type(value, __u8);
} blocked SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 5000);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 10);
	__uint(map_extra, 3);
	__uint(value_size, 8);
	__uint(numa_node, 0);
	__uint(map_flags, BPF_F_NUMA_NODE);
} known SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__uint(key_size, 6);
	__uint(value_size, 24);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} pinned SEC(".maps");

SEC("xdp")
int tail_one(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &jumps, 4);
	return XDP_DROP;
}

SEC("xdp")
int tail_two(struct xdp_md *ctx)
{
	__u32 key = 2;
	void *map = bpf_map_lookup_elem(&outer, &key);
	__u64 *value;

	if (!map)
		return XDP_ABORTED;
	key = 0;
	value = bpf_map_lookup_elem(map, &key);
	return value ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
