/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Logs DNS queries: who asks for which name. Each query becomes one record in a ring buffer, which user space reads as it
 * fills; the packet itself goes its way.
 *
 * The name is in the packet as a chain of labels, each with its length in front (3www7example3org0); the record has it as
 * people write it (www.example.org).
 */
#include "include/flow.h"
#include <linux/pkt_cls.h>
#include <linux/udp.h>

#define DNS_PORT 53
#define DNS_FLAG_RESPONSE 0x8000
#define DNS_OPCODE_MASK 0x7800 /* 0 is a standard query */
#define DNS_NAME_MAX 64	       /* RFC 1035 allows 255; longer names are cut */

/* RFC 1035 section 4.1.1. */
struct dns_header {
	__be16 id;
	__be16 flags;
	__be16 questions;
	__be16 answers;
	__be16 authorities;
	__be16 additionals;
};

/* RFC 1035 section 4.1.2, behind the name. */
struct dns_question {
	__be16 type;
	__be16 class;
};

struct dns_query {
	struct address client;
	__u16 client_port;
	__u16 id;
	__u16 type; /* 1 A, 28 AAAA, 16 TXT, …; 0 where the name was cut */
	__u16 class;
	__u8 ip_version;
	__u8 name_length;
	__u8 reserved[6];
	char name[DNS_NAME_MAX];
} __attribute__((aligned(8))); /* as ring buffer records are; lets the compiler clear eight bytes at a time */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} queries SEC(".maps");

/* .bss */
__u64 queries_logged;
__u64 queries_lost; /* the ring buffer was full */

static __always_inline int is_query(const struct dns_header *dns)
{
	return !(bpf_ntohs(dns->flags) & (DNS_FLAG_RESPONSE | DNS_OPCODE_MASK)) && bpf_ntohs(dns->questions) == 1;
}

/*
 * Turns the labels in name into text, in place, and clears what is behind them. The bytes start behind the first length byte,
 * whose value is in next_label; every later one turns into the dot between two labels, until one says 0. Returns the length of
 * the text, DNS_NAME_MAX where no end was in sight. A bounded loop: the verifier walks through all its turns.
 */
static __noinline __u32 labels_to_text(char *name, __u32 next_label)
{
	__u32 length = DNS_NAME_MAX;

	for (__u32 i = 0; i < DNS_NAME_MAX; i++) {
		__u8 byte = name[i];

		if (length != DNS_NAME_MAX) {
			name[i] = 0;
		} else if (i == next_label) {
			next_label = i + 1 + byte;
			name[i] = byte ? '.' : 0;
			if (!byte)
				length = i;
		}
	}
	return length;
}

/* Reads the question, which starts with its name, at offset. Returns 0, or -1 where there is none. */
static __always_inline int read_question(struct __sk_buff *skb, __u32 offset, struct dns_query *query)
{
	__u32 available = skb->len - offset - 1;
	struct dns_question question;
	__u8 first_label;

	/*
	 * bpf_skb_load_bytes copies out of the packet, wherever its bytes lie. It needs no packet pointer, but the verifier wants
	 * to see that the length fits into the record.
	 */
	if (bpf_skb_load_bytes(skb, offset++, &first_label, sizeof(first_label)))
		return -1;
	if (first_label) { /* all names but that of the root */
		if (available > DNS_NAME_MAX)
			available = DNS_NAME_MAX;
		if (available < 1 || bpf_skb_load_bytes(skb, offset, query->name, available))
			return -1;
		query->name_length = labels_to_text(query->name, first_label);
		offset += query->name_length + 1;
	}
	if (query->name_length < DNS_NAME_MAX && !bpf_skb_load_bytes(skb, offset, &question, sizeof(question))) {
		query->type = bpf_ntohs(question.type);
		query->class = bpf_ntohs(question.class);
	}
	return 0;
}

/*
 * A record that was reserved must be submitted or discarded on every path: the verifier holds a reference for it and rejects
 * a program that loses one. Until then nobody else sees it, so that it can be filled in piece by piece.
 */
static __always_inline void log_query(struct __sk_buff *skb, const struct parsed_packet *packet,
				      const struct udphdr *udp, const struct dns_header *dns)
{
	struct dns_query *query = bpf_ringbuf_reserve(&queries, sizeof(*query), 0);
	void *data = (void *)(long)skb->data;
	void *data_end = (void *)(long)skb->data_end;

	if (!query) {
		__sync_fetch_and_add(&queries_lost, 1);
		return;
	}
	/* What a reserved record holds is whatever was there before. */
	__builtin_memset(query, 0, sizeof(*query));
	query->client_port = bpf_ntohs(udp->source);
	query->id = bpf_ntohs(dns->id);
	query->ip_version = packet->ether_type == ETH_P_IP ? 4 : 6;
	if (source_address(data, data_end, packet->ether_type, packet->l3_offset, &query->client) ||
	    read_question(skb, packet->l4_offset + sizeof(*udp) + sizeof(*dns), query)) {
		bpf_ringbuf_discard(query, 0);
		return;
	}
	bpf_ringbuf_submit(query, 0);
	__sync_fetch_and_add(&queries_logged, 1);
}

SEC("tc")
int log_dns_queries(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *data_end = (void *)(long)skb->data_end;
	struct parsed_packet packet;
	struct dns_header *dns;
	struct udphdr *udp;

	if (parse_packet(data, data_end, &packet) || packet.l4_protocol != IPPROTO_UDP || !packet.l4_offset)
		return TC_ACT_OK;
	udp = packet_bytes(data, data_end, packet.l4_offset, sizeof(*udp) + sizeof(*dns));
	if (!udp || bpf_ntohs(udp->dest) != DNS_PORT)
		return TC_ACT_OK;
	dns = (struct dns_header *)(udp + 1);
	if (is_query(dns))
		log_query(skb, &packet, udp, dns);
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
