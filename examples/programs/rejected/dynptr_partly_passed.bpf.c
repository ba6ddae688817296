/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a dynptr is one thing of 16 bytes, and the argument points into its middle. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int read_from_the_middle(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 word;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	if (bpf_dynptr_read(&word, sizeof(word), (void *)&metadata + 8, 0, 0))
		return TC_ACT_OK;
	return word ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
