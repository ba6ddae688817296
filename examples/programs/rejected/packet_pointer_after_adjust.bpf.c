/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: bpf_xdp_adjust_head may move the packet, so that a pointer from before must not be used after it. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int use_after_adjust(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;

	if (data + 14 > data_end || bpf_xdp_adjust_head(ctx, 4))
		return XDP_PASS;
	return *(__u8 *)(data + 12) ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
