/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a lookup gives NULL where there is no such key, and the result is used without asking. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

SEC("xdp")
int unchecked_lookup(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	__u64 *counter = bpf_map_lookup_elem(&counters, &key);

	*counter += 1;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
