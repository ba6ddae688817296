/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: XDP has no skb, and reaches metadata through data_meta; the dynptr is for tc programs. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern int bpf_dynptr_from_skb_meta(struct xdp_md *ctx, __u64 flags, struct bpf_dynptr *ptr) __ksym;

SEC("xdp")
int metadata_dynptr(struct xdp_md *ctx)
{
	struct bpf_dynptr metadata;
	__u32 word;

	if (bpf_dynptr_from_skb_meta(ctx, 0, &metadata) || bpf_dynptr_read(&word, sizeof(word), &metadata, 0, 0))
		return XDP_PASS;
	return word ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
