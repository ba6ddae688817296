/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Watches a tc program for record.py: calls it and reports its verdict, the packet with its VLAN tag, and the metadata in front
 * of it, all as they are when it returns. In place of subject, record.py puts the instructions of the program to watch, as the
 * loader has made them ready for the kernel.
 */
#include "../programs/include/dynptr.h"
#include <linux/pkt_cls.h>

#define PACKET_MAX 2048
#define METADATA_MAX 256

extern __u32 bpf_dynptr_size(const struct bpf_dynptr *ptr) __ksym;

struct observation {
	__u32 verdict;
	__u32 mark;
	__u32 vlan_proto; /* 0 without a tag */
	__u32 vlan_tci;
	__u32 metadata_length;
	__u32 length;
	__u8 metadata[METADATA_MAX];
	__u8 packet[PACKET_MAX];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} observations SEC(".maps");

static __noinline int subject(struct __sk_buff *skb)
{
	return skb->len + skb->mark;
}

SEC("tc")
int observe(struct __sk_buff *skb)
{
	__u32 metadata_length, length, verdict = subject(skb);
	struct observation *seen;
	struct bpf_dynptr metadata;

	bpf_dynptr_from_skb_meta(skb, 0, &metadata);
	seen = bpf_ringbuf_reserve(&observations, sizeof(*seen), 0);
	if (!seen)
		return verdict;
	metadata_length = bpf_dynptr_size(&metadata);
	length = skb->len;
	seen->verdict = verdict;
	seen->mark = skb->mark;
	seen->vlan_proto = skb->vlan_present ? skb->vlan_proto : 0;
	seen->vlan_tci = skb->vlan_present ? skb->vlan_tci : 0;
	seen->metadata_length = metadata_length;
	seen->length = length;
	if (metadata_length <= METADATA_MAX)
		bpf_dynptr_read(seen->metadata, metadata_length, &metadata, 0, 0);
	if (length > 0 && length <= PACKET_MAX)
		bpf_skb_load_bytes(skb, 0, seen->packet, length);
	bpf_ringbuf_submit(seen, 0);
	return verdict;
}

char _license[] SEC("license") = "GPL";
