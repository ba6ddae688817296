/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: the packet is read without any comparison with data_end. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int unchecked_read(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;

	return data[0] & 1 ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
