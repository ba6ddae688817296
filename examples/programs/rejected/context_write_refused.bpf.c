/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: the packet's start is for reading; it moves with bpf_xdp_adjust_head only. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int write_context(struct xdp_md *ctx)
{
	*(volatile __u32 *)&ctx->data = 0;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
