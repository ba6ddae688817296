/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: what is in the dynptr's stack slots is no dynptr any more, after a program has written a byte there itself. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int read_overwritten(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 word;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	*(volatile __u8 *)&metadata = 0;
	if (bpf_dynptr_read(&word, sizeof(word), &metadata, 0, 0))
		return TC_ACT_OK;
	return word ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
