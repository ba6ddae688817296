/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * VLAN subinterfaces for record.sh, on kernels with or without CONFIG_VLAN_8021Q.
 *
 * Each VLAN has a pair of virtual Ethernet devices: hosts use one end; tag sits at the other and sends what comes out of it
 * over the link, tagged; untag sits at the link, takes the tags off again and hands the packet to the other end.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define VLAN_ID_MASK 0x0fff

/* Settings, by attachment: record.sh compiles the file once for each VLAN. */
#ifndef LINK_IFINDEX
#define LINK_IFINDEX 0
#define PORT_IFINDEX 0
#define VLAN_ID 0
#define SERVICE_VLAN_ID 0 /* of an outer tag (IEEE 802.1ad), 0 for none */
#endif

SEC("onto_link")
int tag(struct __sk_buff *skb)
{
	if (bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021Q), VLAN_ID))
		return TC_ACT_SHOT;
	if (SERVICE_VLAN_ID && bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021AD), SERVICE_VLAN_ID))
		return TC_ACT_SHOT;
	return bpf_redirect(LINK_IFINDEX, 0);
}

SEC("from_link")
int untag(struct __sk_buff *skb)
{
	__u32 outermost = SERVICE_VLAN_ID ? SERVICE_VLAN_ID : VLAN_ID;

	if (!skb->vlan_present || (skb->vlan_tci & VLAN_ID_MASK) != outermost)
		return TC_ACT_UNSPEC; /* on to the next filter, which may be that of another VLAN */
	if (bpf_skb_vlan_pop(skb) || (SERVICE_VLAN_ID && bpf_skb_vlan_pop(skb)))
		return TC_ACT_SHOT;
	return bpf_redirect(PORT_IFINDEX, 0);
}

char _license[] SEC("license") = "GPL";
