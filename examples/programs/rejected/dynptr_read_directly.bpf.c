/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: what a dynptr holds is the kernel's business; a program may only hand it to functions that know dynptrs. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int look_inside(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	return *(volatile __u32 *)((void *)&metadata + 12) ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
