/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Drops packets whose source address is in a list of networks, as a blocklist of a few thousand prefixes would be used.
 *
 * A longest-prefix-match trie answers "which is the most specific network that holds this address" in one lookup. User space
 * fills the two tries; the program only counts. An entry with the action ALLOW is an exception inside a blocked network.
 */
#include "include/flow.h"

enum blocklist_action {
	BLOCKLIST_DROP,
	BLOCKLIST_ALLOW,
};

/* The length of the prefix in bits, in host byte order, then the address as it is in the packet. */
struct ipv4_prefix {
	__u32 length;
	__u8 address[4];
};

struct ipv6_prefix {
	__u32 length;
	__u8 address[16];
};

struct blocklist_entry {
	__u64 packets;
	__u64 bytes;
	__u32 action; /* enum blocklist_action */
	__u32 reserved;
};

/* A trie allocates its nodes as they come, and the kernel insists on the flag that says so. */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 8192);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct ipv4_prefix);
	__type(value, struct blocklist_entry);
} blocked_ipv4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 8192);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct ipv6_prefix);
	__type(value, struct blocklist_entry);
} blocked_ipv6 SEC(".maps");

static __always_inline struct blocklist_entry *entry_of(void *data, void *data_end, const struct parsed_packet *packet)
{
	if (packet->ether_type == ETH_P_IP) {
		struct iphdr *ip = packet_bytes(data, data_end, packet->l3_offset, sizeof(*ip));
		struct ipv4_prefix key = { .length = 32 }; /* a lookup asks with the whole address */

		if (!ip)
			return NULL;
		__builtin_memcpy(key.address, &ip->saddr, sizeof(key.address));
		return bpf_map_lookup_elem(&blocked_ipv4, &key);
	}
	if (packet->ether_type == ETH_P_IPV6) {
		struct ipv6hdr *ip = packet_bytes(data, data_end, packet->l3_offset, sizeof(*ip));
		struct ipv6_prefix key = { .length = 128 };

		if (!ip)
			return NULL;
		__builtin_memcpy(key.address, &ip->saddr, sizeof(key.address));
		return bpf_map_lookup_elem(&blocked_ipv6, &key);
	}
	return NULL;
}

SEC("xdp")
int drop_listed_sources(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct blocklist_entry *entry;
	struct parsed_packet packet;

	if (parse_packet(data, data_end, &packet) || !packet.l3_offset)
		return XDP_PASS;
	entry = entry_of(data, data_end, &packet);
	if (!entry)
		return XDP_PASS;
	__sync_fetch_and_add(&entry->packets, 1);
	__sync_fetch_and_add(&entry->bytes, data_end - data);
	return entry->action == BLOCKLIST_ALLOW ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
