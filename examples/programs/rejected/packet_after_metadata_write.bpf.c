/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a write through a dynptr over skb metadata ends the life of packet pointers, too. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

SEC("tc")
int packet_after_write(struct __sk_buff *skb)
{
	__u8 *data = (void *)(long)skb->data;
	void *data_end = (void *)(long)skb->data_end;
	struct bpf_dynptr metadata;
	__u32 zero = 0;

	if (data + 14 > (__u8 *)data_end || bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	if (bpf_dynptr_write(&metadata, 0, &zero, sizeof(zero), 0))
		return TC_ACT_OK;
	return data[0] & 1 ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
