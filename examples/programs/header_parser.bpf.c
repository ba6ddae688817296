/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * What is on this link? Counts packets by VLAN depth, by network protocol and by transport protocol, and those that do not
 * parse by the reason why. Looks through stacked VLAN tags and the chain of IPv6 extension headers.
 *
 * The other examples find headers with include/packet.h. This one goes its own way, with a cursor that moves through the
 * packet, subprograms for each layer, and an outcome for each packet.
 */
#include "include/packet.h"

#define TAGS_MAX 4
#define CHAIN_MAX 8
#define AH_UNIT 4     /* the length of an authentication header counts in 32-bit words, minus 2 (RFC 4302) */
#define OPTION_UNIT 8 /* that of every other extension header in 64-bit words, minus 1 (RFC 8200) */

enum outcome {
	OUTCOME_TRANSPORT,	/* parsed up to the transport header */
	OUTCOME_FRAGMENT,	/* a later fragment: the transport header is in another packet */
	OUTCOME_NOT_IP,
	OUTCOME_TRUNCATED,
	OUTCOME_BAD_VERSION,	/* EtherType and version field disagree */
	OUTCOME_BAD_LENGTH,	/* an IPv4 header of less than 20 bytes */
	OUTCOME_TOO_MANY_TAGS,
	OUTCOME_TOO_MANY_EXTENSIONS,
	OUTCOME_COUNT,
};

struct traffic {
	__u64 packets;
	__u64 bytes;
};

/* One slot for an outcome; shared by all CPUs. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, OUTCOME_COUNT);
	__type(key, __u32);
	__type(value, __u64);
} outcomes SEC(".maps");

/* One slot for a number of VLAN tags. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, TAGS_MAX + 1);
	__type(key, __u32);
	__type(value, struct traffic);
} vlan_depths SEC(".maps");

/*
 * One slot for an IP protocol number, once for each CPU: a CPU counts in memory of its own, without atomic instructions, and
 * user space adds up.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct traffic);
} protocols SEC(".maps");

/* .rodata: known to the verifier as constants once the object is loaded, so that a branch on them costs nothing. */
const volatile __u8 count_fragments_by_protocol = 1;

/* Where the parser is: what kind of header comes next, and at which offset. */
struct cursor {
	__u32 offset;
	__u16 ether_type;
	__u8 protocol;
	__u8 tags;
};

static __always_inline enum outcome skip_tags(void *data, void *data_end, struct cursor *cursor)
{
	for (int i = 0; i < TAGS_MAX && is_vlan(cursor->ether_type); i++) {
		struct vlan_tag *tag = packet_bytes(data, data_end, cursor->offset, sizeof(*tag));

		if (!tag)
			return OUTCOME_TRUNCATED;
		cursor->ether_type = bpf_ntohs(tag->ether_type);
		cursor->offset += sizeof(*tag);
		cursor->tags++;
	}
	return is_vlan(cursor->ether_type) ? OUTCOME_TOO_MANY_TAGS : OUTCOME_TRANSPORT;
}

static __noinline enum outcome parse_ipv4_header(void *data, void *data_end, struct cursor *cursor)
{
	struct iphdr *ip = packet_bytes(data, data_end, cursor->offset, sizeof(*ip));

	if (!ip)
		return OUTCOME_TRUNCATED;
	if (ip->version != 4)
		return OUTCOME_BAD_VERSION;
	if (ip->ihl < 5)
		return OUTCOME_BAD_LENGTH;
	cursor->protocol = ip->protocol;
	cursor->offset += ip->ihl * 4;
	return bpf_ntohs(ip->frag_off) & FRAGMENT_OFFSET_MASK_V4 ? OUTCOME_FRAGMENT : OUTCOME_TRANSPORT;
}

/* Length in bytes of the extension header of this kind. */
static __always_inline __u32 extension_length(__u8 protocol, const struct ipv6_extension *extension)
{
	switch (protocol) {
	case IPPROTO_FRAGMENT:
		return 8;
	case IPPROTO_AH:
		return (extension->length + 2) * AH_UNIT;
	default:
		return (extension->length + 1) * OPTION_UNIT;
	}
}

static __noinline enum outcome parse_ipv6_header(void *data, void *data_end, struct cursor *cursor)
{
	struct ipv6hdr *ip = packet_bytes(data, data_end, cursor->offset, sizeof(*ip));

	if (!ip)
		return OUTCOME_TRUNCATED;
	if (ip->version != 6)
		return OUTCOME_BAD_VERSION;
	cursor->protocol = ip->nexthdr;
	cursor->offset += sizeof(*ip);
	for (int i = 0; i < CHAIN_MAX; i++) {
		struct ipv6_extension *extension;
		__u8 protocol = cursor->protocol;

		if (!is_ipv6_extension(protocol) && protocol != IPPROTO_AH)
			return OUTCOME_TRANSPORT;
		extension = packet_bytes(data, data_end, cursor->offset, 8);
		if (!extension)
			return OUTCOME_TRUNCATED;
		cursor->protocol = extension->next_header;
		cursor->offset += extension_length(protocol, extension);
		if (protocol == IPPROTO_FRAGMENT && bpf_ntohs(extension->fragment) & FRAGMENT_OFFSET_MASK_V6)
			return OUTCOME_FRAGMENT;
	}
	return OUTCOME_TOO_MANY_EXTENSIONS;
}

static __always_inline enum outcome parse(void *data, void *data_end, struct cursor *cursor)
{
	struct ethhdr *ethernet = packet_bytes(data, data_end, 0, sizeof(*ethernet));
	enum outcome outcome;

	if (!ethernet)
		return OUTCOME_TRUNCATED;
	cursor->ether_type = bpf_ntohs(ethernet->h_proto);
	cursor->offset = sizeof(*ethernet);
	outcome = skip_tags(data, data_end, cursor);
	if (outcome != OUTCOME_TRANSPORT)
		return outcome;
	switch (cursor->ether_type) {
	case ETH_P_IP:
		return parse_ipv4_header(data, data_end, cursor);
	case ETH_P_IPV6:
		return parse_ipv6_header(data, data_end, cursor);
	default:
		return OUTCOME_NOT_IP;
	}
}

static __always_inline void count_protocol(__u32 protocol, __u64 length)
{
	struct traffic *traffic = bpf_map_lookup_elem(&protocols, &protocol);

	if (!traffic)
		return;
	traffic->packets++;
	traffic->bytes += length;
}

static __always_inline void count_depth(__u32 tags, __u64 length)
{
	struct traffic *traffic = bpf_map_lookup_elem(&vlan_depths, &tags);

	if (!traffic)
		return;
	__sync_fetch_and_add(&traffic->packets, 1);
	__sync_fetch_and_add(&traffic->bytes, length);
}

SEC("xdp")
int parse_headers(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	__u64 length = data_end - data;
	struct cursor cursor = {};
	__u32 outcome = parse(data, data_end, &cursor);
	__u64 *count = bpf_map_lookup_elem(&outcomes, &outcome);

	if (count)
		__sync_fetch_and_add(count, 1);
	count_depth(cursor.tags, length);
	if (outcome == OUTCOME_TRANSPORT || (outcome == OUTCOME_FRAGMENT && count_fragments_by_protocol))
		count_protocol(cursor.protocol, length);
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
