/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: an index from the packet goes up to 255, and the map value has room for 64 counters. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct ttl_counters {
	__u32 by_ttl[64];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ttl_counters);
} counters SEC(".maps");

SEC("xdp")
int index_out_of_bounds(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct ttl_counters *values;
	__u32 key = 0;

	values = bpf_map_lookup_elem(&counters, &key);
	if (!values || data + 23 > (__u8 *)data_end)
		return XDP_PASS;
	values->by_ttl[data[22]]++;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
