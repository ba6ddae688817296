/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: 14 bytes are checked against data_end, but the read is of the 4 bytes from 12 on, 2 of which may be missing. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int read_past_end(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;

	if (data + 14 > data_end)
		return XDP_PASS;
	return *(__u32 *)(data + 12) ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
