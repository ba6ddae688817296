/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * What stamp_metadata writes in front of each packet: the contract between the XDP program and the tc programs after it.
 *
 * The kernel wants the size of metadata to be a multiple of four. Numbers are in host byte order: the stamp never leaves the
 * machine.
 */
#ifndef OSMIA_EXAMPLES_PACKET_METADATA_H
#define OSMIA_EXAMPLES_PACKET_METADATA_H

#include <linux/types.h>

#define METADATA_MAGIC 0x05a1
#define METADATA_VERSION 1

/* Bits of packet_metadata.flags. */
#define METADATA_HAS_L3 0x01	/* l3_offset is known: the packet is IPv4 or IPv6 */
#define METADATA_HAS_L4 0x02	/* l4_offset is known: no later fragment, and its headers could be followed */
#define METADATA_ACCOUNTED 0x80 /* account_flows has seen the packet */

struct packet_metadata {
	__u16 magic;
	__u8 version;
	__u8 flags;
	__u32 flow_hash;
	__u32 ingress_ifindex;
	__u32 rx_queue_index;
	__u32 flow_packets; /* packets of this flow so far, this one included; account_flows fills it in */
	__u16 length;	    /* of the frame, in bytes, as XDP saw it */
	__u16 ether_type;   /* of what is inside the VLAN tags */
	__u16 vlan_id;	    /* of the outermost tag, 0 without one */
	__u16 l3_offset;    /* from the start of the frame */
	__u16 l4_offset;
	__u8 l4_protocol;
	__u8 vlan_tags;
};

_Static_assert(sizeof(struct packet_metadata) == 32, "the layout has no holes");

#endif
