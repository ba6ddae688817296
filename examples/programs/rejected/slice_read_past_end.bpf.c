/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a slice of 4 bytes is read at offset 4. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int read_past_slice(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 *words;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	words = bpf_dynptr_slice(&metadata, 0, NULL, sizeof(*words));
	return words && words[1] ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
