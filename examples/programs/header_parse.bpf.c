/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * The yardstick for the header-parsing benchmark: Ethernet, IPv4 without options, UDP, all at constant offsets. Passes UDP
 * packets to an even port and drops those to an odd one; sends everything else on as XDP_TX, so that the three ways through
 * the program differ in the verdict.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int parse_udp(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *ethernet = data;
	struct iphdr *ip = (void *)(ethernet + 1);
	struct udphdr *udp = (void *)(ip + 1);

	if ((void *)(udp + 1) > data_end)
		return XDP_TX;
	if (ethernet->h_proto != bpf_htons(ETH_P_IP) || ip->version != 4 || ip->ihl != 5 || ip->protocol != IPPROTO_UDP)
		return XDP_TX;
	return bpf_ntohs(udp->dest) & 1 ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
