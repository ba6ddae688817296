/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Finding the way through a frame: Ethernet, VLAN tags, IPv4 or IPv6 with its extension headers, up to the transport header.
 *
 * Positions are offsets from the start of the frame, not pointers: an offset is a plain number, which survives everything
 * that invalidates packet pointers, and can be written into metadata for the next program.
 */
#ifndef OSMIA_EXAMPLES_PACKET_H
#define OSMIA_EXAMPLES_PACKET_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define VLAN_TAGS_MAX 2	    /* a customer tag in a provider tag (QinQ); more are not looked into */
#define EXTENSIONS_MAX 4    /* IPv6 extension headers that are followed */
#define OFFSET_MAX 4095	    /* no header that is followed starts behind this; see packet_bytes */
#define VLAN_ID_MASK 0x0fff /* of the tag control information, IEEE 802.1Q */
#define FRAGMENT_OFFSET_MASK_V4 0x1fff /* RFC 791: the low 13 bits, in units of 8 bytes */
#define FRAGMENT_OFFSET_MASK_V6 0xfff8 /* RFC 8200: the high 13 bits */

/* IEEE 802.1Q, from behind the first EtherType: control information, then the EtherType of what is inside. */
struct vlan_tag {
	__be16 control;
	__be16 ether_type;
};

/* The part that all IPv6 extension headers share (RFC 8200); length is in units of 8 bytes and does not count the first 8. */
struct ipv6_extension {
	__u8 next_header;
	__u8 length;
	__be16 fragment; /* offset and flags, in a fragment header only */
};

struct ports {
	__be16 source;
	__be16 destination;
};

struct parsed_packet {
	__u32 l3_offset; /* 0: neither IPv4 nor IPv6, or cut short */
	__u32 l4_offset; /* 0: no transport header in this packet */
	__u16 ether_type;
	__u16 vlan_id;
	__u8 vlan_tags;
	__u8 l4_protocol;
};

/*
 * The size bytes at offset, or NULL where the packet ends before. The comparison with data_end is what makes the bytes
 * readable in the eyes of the verifier; the barrier keeps the compiler from computing the address a second time, which the
 * verifier would take for another, unchecked pointer. An offset that came from memory could be anything, and the verifier
 * allows no pointer that could lie more than 64 KiB away: hence the bound.
 */
static __always_inline void *packet_bytes(void *data, void *data_end, __u32 offset, __u32 size)
{
	void *bytes;

	if (offset > OFFSET_MAX)
		return NULL;
	bytes = data + offset;
	barrier_var(bytes);
	return bytes + size <= data_end ? bytes : NULL;
}

static __always_inline int is_vlan(__u16 ether_type)
{
	return ether_type == ETH_P_8021Q || ether_type == ETH_P_8021AD;
}

static __always_inline int is_ipv6_extension(__u8 protocol)
{
	return protocol == IPPROTO_HOPOPTS || protocol == IPPROTO_ROUTING || protocol == IPPROTO_FRAGMENT ||
	       protocol == IPPROTO_DSTOPTS;
}

static __always_inline void parse_ipv4(void *data, void *data_end, struct parsed_packet *packet, __u32 offset)
{
	struct iphdr *ip = packet_bytes(data, data_end, offset, sizeof(*ip));

	if (!ip || ip->ihl < 5)
		return;
	packet->l3_offset = offset;
	packet->l4_protocol = ip->protocol;
	if (!(bpf_ntohs(ip->frag_off) & FRAGMENT_OFFSET_MASK_V4))
		packet->l4_offset = offset + ip->ihl * 4;
}

static __always_inline void parse_ipv6(void *data, void *data_end, struct parsed_packet *packet, __u32 offset)
{
	struct ipv6hdr *ip = packet_bytes(data, data_end, offset, sizeof(*ip));
	__u32 at = offset + sizeof(*ip);
	__u8 protocol;

	if (!ip)
		return;
	packet->l3_offset = offset;
	protocol = ip->nexthdr;
	for (int i = 0; i < EXTENSIONS_MAX && is_ipv6_extension(protocol); i++) {
		struct ipv6_extension *extension = packet_bytes(data, data_end, at, 8);
		int is_fragment = protocol == IPPROTO_FRAGMENT;

		if (!extension)
			break;
		protocol = extension->next_header;
		at += is_fragment ? 8 : 8 + extension->length * 8;
		if (is_fragment && bpf_ntohs(extension->fragment) & FRAGMENT_OFFSET_MASK_V6)
			goto no_transport;
	}
	if (!is_ipv6_extension(protocol))
		packet->l4_offset = at;
no_transport:
	packet->l4_protocol = protocol;
}

/* Fills in *packet. Returns 0, or -1 where there is not even an Ethernet header. */
static __always_inline int parse_packet(void *data, void *data_end, struct parsed_packet *packet)
{
	struct ethhdr *ethernet = packet_bytes(data, data_end, 0, sizeof(*ethernet));
	__u32 offset = sizeof(*ethernet);

	__builtin_memset(packet, 0, sizeof(*packet));
	if (!ethernet)
		return -1;
	packet->ether_type = bpf_ntohs(ethernet->h_proto);
	for (int i = 0; i < VLAN_TAGS_MAX && is_vlan(packet->ether_type); i++) {
		struct vlan_tag *tag = packet_bytes(data, data_end, offset, sizeof(*tag));

		if (!tag)
			return 0;
		if (i == 0)
			packet->vlan_id = bpf_ntohs(tag->control) & VLAN_ID_MASK;
		packet->ether_type = bpf_ntohs(tag->ether_type);
		packet->vlan_tags++;
		offset += sizeof(*tag);
	}
	if (packet->ether_type == ETH_P_IP)
		parse_ipv4(data, data_end, packet, offset);
	else if (packet->ether_type == ETH_P_IPV6)
		parse_ipv6(data, data_end, packet, offset);
	return 0;
}

#endif
