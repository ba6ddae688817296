/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: the verifier has to know how long a slice is, and this length comes from the packet's mark. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int variable_slice(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u8 *bytes;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	bytes = bpf_dynptr_slice(&metadata, 0, NULL, skb->mark & 15);
	return bytes ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
