/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a length field from the packet, all 16 bits of it, moves a packet pointer; 64 KiB and more is out of reach. */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int unbounded_offset(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	__u8 *last;

	if (data + 18 > data_end)
		return XDP_PASS;
	last = data + 14 + bpf_ntohs(*(__be16 *)(data + 16));
	if (last + 1 > (__u8 *)data_end)
		return XDP_PASS;
	return *last ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
