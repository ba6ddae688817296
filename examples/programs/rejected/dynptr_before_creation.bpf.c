/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: the dynptr is read from before anything has made it one. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int read_before_creation(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 word;

	if (bpf_dynptr_read(&word, sizeof(word), &metadata, 0, 0))
		return TC_ACT_OK;
	return word ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
