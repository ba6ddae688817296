/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a write through the dynptr ends the life of every slice of it. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int slice_after_write(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 *word, zero = 0;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	word = bpf_dynptr_slice(&metadata, 0, NULL, sizeof(*word));
	if (!word || bpf_dynptr_write(&metadata, 4, &zero, sizeof(zero), 0))
		return TC_ACT_OK;
	return *word ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
