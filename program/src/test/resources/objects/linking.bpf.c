/* What a linker has to resolve: calls, callbacks, global data, maps, externs. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct counters {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct counters);
} by_interface SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counters);
} total SEC(".maps");

const volatile __u32 sample_rate = 16;
__u64 seen;
__u32 limit = 1000;
static volatile __u32 state[4] = {1, 2, 3, 4};
__u32 custom SEC(".data.custom") = 7;

extern int LINUX_KERNEL_VERSION __kconfig;
extern _Bool CONFIG_BPF_UNHEARD_OF __kconfig __weak;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern int bpf_kfunc_of_no_kernel(struct xdp_md *ctx) __ksym __weak;

static __attribute__((noinline)) __u32 scramble(__u32 value)
{
	return value * 2654435761u + state[value & 3];
}

/* Reached before scramble, but compiled behind it. */
static __attribute__((noinline)) __u32 pick(__u32 value)
{
	return scramble(value) % sample_rate;
}

__attribute__((noinline)) int over_limit(__u32 value)
{
	return value > limit + custom;
}

__attribute__((noinline)) int hidden_helper(__u32 value) __attribute__((visibility("hidden")));
int hidden_helper(__u32 value)
{
	return over_limit(value) + scramble(value);
}

static long count_one(__u32 index, void *context)
{
	seen += pick(index);
	return 0;
}

SEC("xdp")
int first(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;
	struct counters *counters = bpf_map_lookup_elem(&by_interface, &key);

	if (counters)
		counters->packets++;
	bpf_loop(3, count_one, 0, 0);
	if (over_limit(key))
		return XDP_DROP;
	return pick(key) ? XDP_PASS : XDP_TX;
}

/* In the same section; reaches the same functions in another order. */
SEC("xdp")
int second(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct counters *counters = bpf_map_lookup_elem(&total, &key);

	if (counters)
		counters->bytes += hidden_helper(ctx->data_end - ctx->data);
	return LINUX_KERNEL_VERSION > 0x60000 && !CONFIG_BPF_UNHEARD_OF ? XDP_PASS : XDP_ABORTED;
}

SEC("tc")
int with_kfuncs(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	limit += scramble(skb->len);
	bpf_rcu_read_unlock();
	return 0;
}

SEC("?xdp.frags")
int weak_kfunc(struct xdp_md *ctx)
{
	return bpf_kfunc_of_no_kernel ? bpf_kfunc_of_no_kernel(ctx) : XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
