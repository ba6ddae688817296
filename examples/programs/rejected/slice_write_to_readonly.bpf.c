/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: bpf_dynptr_slice gives memory to read; to write there, it takes bpf_dynptr_slice_rdwr. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int write_to_readonly(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 *word;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	word = bpf_dynptr_slice(&metadata, 0, NULL, sizeof(*word));
	if (word)
		*word = 0;
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
