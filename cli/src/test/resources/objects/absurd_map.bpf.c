/* SPDX-License-Identifier: Apache-2.0 */
/* Has a map that takes more memory than any machine has. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2000000000);
	__uint(key_size, 4);
	__uint(value_size, 1000000);
} absurd SEC(".maps");

SEC("xdp")
int look_up(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;

	return bpf_map_lookup_elem(&absurd, &key) ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
