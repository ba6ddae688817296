/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a global function is given a dynptr that nothing has made one. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

__noinline int first_word(const struct bpf_dynptr *bytes)
{
	__u32 word = 0;

	bpf_dynptr_read(&word, sizeof(word), bytes, 0, 0);
	return word;
}

SEC("tc")
int pass_before_creation(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;

	return first_word(&metadata) ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
