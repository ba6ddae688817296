/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a slice is NULL where the metadata is too short, and it is used without asking. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int unchecked_slice(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 *word;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	word = bpf_dynptr_slice(&metadata, 0, NULL, sizeof(*word));
	return *word ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
