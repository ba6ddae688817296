/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * A flow: who talks to whom. IPv4 and IPv6 share one key; an IPv4 address is written as an IPv4-mapped IPv6 address
 * (::ffff:a.b.c.d, RFC 4291 section 2.5.5.2), so that one map holds both.
 */
#ifndef OSMIA_EXAMPLES_FLOW_H
#define OSMIA_EXAMPLES_FLOW_H

#include "packet.h"

struct address {
	__u8 bytes[16];
};

/* A map compares keys byte by byte, holes included: this one has none. Ports are in host byte order, 0 where there are none. */
struct flow_key {
	struct address source;
	struct address destination;
	__u16 source_port;
	__u16 destination_port;
	__u16 vlan_id;
	__u8 protocol;
	__u8 ip_version;
};

_Static_assert(sizeof(struct flow_key) == 40, "a key without holes");

static __always_inline void map_ipv4(struct address *address, const __be32 *ipv4)
{
	__builtin_memset(address->bytes, 0, 10);
	address->bytes[10] = 0xff;
	address->bytes[11] = 0xff;
	__builtin_memcpy(address->bytes + 12, ipv4, 4);
}

static __always_inline int has_ports(__u8 protocol)
{
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP;
}

/* Reads the source address of an IPv4 or IPv6 packet. Returns 0, or -1 where there is none. */
static __always_inline int source_address(void *data, void *data_end, __u16 ether_type, __u32 l3_offset,
					  struct address *source)
{
	if (ether_type == ETH_P_IP) {
		struct iphdr *ip = packet_bytes(data, data_end, l3_offset, sizeof(*ip));

		if (!ip)
			return -1;
		map_ipv4(source, &ip->saddr);
		return 0;
	}
	if (ether_type == ETH_P_IPV6) {
		struct ipv6hdr *ip = packet_bytes(data, data_end, l3_offset, sizeof(*ip));

		if (!ip)
			return -1;
		__builtin_memcpy(source, &ip->saddr, sizeof(*source));
		return 0;
	}
	return -1;
}

/* Fills in the key of a packet whose headers are already found. Returns 0, or -1 where it is no IP packet. */
static __always_inline int flow_key_of(void *data, void *data_end, const struct parsed_packet *packet,
				       struct flow_key *key)
{
	__builtin_memset(key, 0, sizeof(*key));
	if (!packet->l3_offset ||
	    source_address(data, data_end, packet->ether_type, packet->l3_offset, &key->source))
		return -1;
	if (packet->ether_type == ETH_P_IP) {
		struct iphdr *ip = packet_bytes(data, data_end, packet->l3_offset, sizeof(*ip));

		if (!ip)
			return -1;
		map_ipv4(&key->destination, &ip->daddr);
		key->ip_version = 4;
	} else {
		struct ipv6hdr *ip = packet_bytes(data, data_end, packet->l3_offset, sizeof(*ip));

		if (!ip)
			return -1;
		__builtin_memcpy(&key->destination, &ip->daddr, sizeof(key->destination));
		key->ip_version = 6;
	}
	key->vlan_id = packet->vlan_id;
	key->protocol = packet->l4_protocol;
	if (packet->l4_offset && has_ports(packet->l4_protocol)) {
		struct ports *ports = packet_bytes(data, data_end, packet->l4_offset, sizeof(*ports));

		if (ports) {
			key->source_port = bpf_ntohs(ports->source);
			key->destination_port = bpf_ntohs(ports->destination);
		}
	}
	return 0;
}

#endif
