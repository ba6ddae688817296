/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Parse once, use many times: an XDP program finds its way through each packet and writes what it found in front of the
 * packet, as metadata; tc programs take it from there instead of parsing again.
 *
 * The metadata area lies directly before the packet's first byte. XDP sees it as memory between data_meta and data. A tc
 * program of Linux 6.18 and later may open it as a dynptr, a checked view of memory that the verifier follows: read and write
 * copy out of it and into it, a slice is a pointer straight into it.
 */
#include "include/dynptr.h"
#include "include/flow.h"
#include "include/packet_metadata.h"
#include <linux/pkt_cls.h>

struct flow {
	__u64 packets;
	__u64 bytes;
	__u32 last_length;
	__u32 hash;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct flow_key);
	__type(value, struct flow);
} flows SEC(".maps");

/* .data: a start value that user space may change before or during the run. */
__u32 hash_seed = 0x9e3779b9;

/* .bss: what the flow table does not show. */
__u64 packets_without_metadata;
__u64 packets_without_flow;

/*
 * One multiplication and one fold a word. A subprogram of its own rather than inlined: the verifier follows calls, and a
 * function that is called eleven times is in the object once.
 */
static __noinline __u32 mix(__u32 hash, __u32 word)
{
	hash = (hash ^ word) * 0x85ebca6b;
	return hash ^ (hash >> 15);
}

/* The same number for all packets of one flow; later fragments, which carry no ports, are a flow of their own. */
static __always_inline __u32 hash_of(const struct flow_key *key)
{
	const __u32 *words = (const __u32 *)key;
	__u32 hash = hash_seed;

	for (int i = 0; i < sizeof(*key) / sizeof(*words); i++)
		hash = mix(hash, words[i]);
	return hash;
}

SEC("xdp")
int stamp_metadata(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	__u32 length = data_end - data;
	struct packet_metadata *stamp;
	struct parsed_packet packet;
	struct flow_key key;
	__u32 flow_hash = 0;

	if (parse_packet(data, data_end, &packet))
		return XDP_DROP;
	if (!flow_key_of(data, data_end, &packet, &key))
		flow_hash = hash_of(&key);

	/* Some drivers leave no room for metadata: the packet then goes on without. */
	if (bpf_xdp_adjust_meta(ctx, -(int)sizeof(*stamp)))
		return XDP_PASS;

	/* The packet may have moved: every pointer into it is void and has to be fetched and checked again. */
	data = (void *)(long)ctx->data;
	stamp = (void *)(long)ctx->data_meta;
	if ((void *)(stamp + 1) > data)
		return XDP_PASS;

	stamp->magic = METADATA_MAGIC;
	stamp->version = METADATA_VERSION;
	stamp->flags = (packet.l3_offset ? METADATA_HAS_L3 : 0) | (packet.l4_offset ? METADATA_HAS_L4 : 0);
	stamp->flow_hash = flow_hash;
	stamp->ingress_ifindex = ctx->ingress_ifindex;
	stamp->rx_queue_index = ctx->rx_queue_index;
	stamp->flow_packets = 0;
	stamp->length = length;
	stamp->ether_type = packet.ether_type;
	stamp->vlan_id = packet.vlan_id;
	stamp->l3_offset = packet.l3_offset;
	stamp->l4_offset = packet.l4_offset;
	stamp->l4_protocol = packet.l4_protocol;
	stamp->vlan_tags = packet.vlan_tags;
	return XDP_PASS;
}

/*
 * XDP counts offsets in the frame as it came from the wire. Before tc runs, the kernel takes the outermost VLAN tag out of
 * the frame and keeps it beside the packet, so that everything behind the tag is now four bytes nearer to the start.
 */
static __always_inline __u32 tag_taken_out(struct __sk_buff *skb, const struct packet_metadata *stamp)
{
	return skb->vlan_present && stamp->vlan_tags ? sizeof(struct vlan_tag) : 0;
}

/* Counts the packet in the flow table. Returns how many packets the flow has now, 0 where the table is full. */
static __always_inline __u64 count_packet(const struct flow_key *key, const struct packet_metadata *stamp)
{
	struct flow fresh = { .packets = 1, .bytes = stamp->length, .last_length = stamp->length, .hash = stamp->flow_hash };
	struct flow *flow = bpf_map_lookup_elem(&flows, key);

	if (!flow) {
		if (!bpf_map_update_elem(&flows, key, &fresh, BPF_NOEXIST))
			return 1;
		/* Either the table is full, or another CPU was faster with this flow. */
		flow = bpf_map_lookup_elem(&flows, key);
		if (!flow)
			return 0;
	}
	__sync_fetch_and_add(&flow->bytes, stamp->length);
	flow->last_length = stamp->length;
	return __sync_fetch_and_add(&flow->packets, 1) + 1;
}

/*
 * Keeps a table of flows, from the metadata and from the packet: offsets come from the stamp, addresses from the packet. The
 * packet's place in its flow goes back into the metadata, for whoever comes next.
 */
SEC("tc")
int account_flows(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *data_end = (void *)(long)skb->data_end;
	const struct packet_metadata *stamp;
	struct parsed_packet packet = {};
	struct bpf_dynptr metadata;
	struct flow_key key;
	__u32 flow_packets;
	__u16 magic = 0;
	__u32 taken;
	__u8 flags;

	/* read: copies out; it fails where the metadata is shorter than what is asked for, or is not there at all. */
	bpf_dynptr_from_skb_meta(skb, 0, &metadata);
	if (bpf_dynptr_read(&magic, sizeof(magic), &metadata, offsetof(struct packet_metadata, magic), 0) ||
	    magic != METADATA_MAGIC) {
		__sync_fetch_and_add(&packets_without_metadata, 1);
		return TC_ACT_OK;
	}

	/* slice: no copy; a pointer into the metadata, or NULL. */
	stamp = bpf_dynptr_slice(&metadata, 0, NULL, sizeof(*stamp));
	if (!stamp || stamp->version != METADATA_VERSION)
		return TC_ACT_OK;

	taken = tag_taken_out(skb, stamp);
	packet.ether_type = stamp->ether_type;
	packet.vlan_id = stamp->vlan_id;
	packet.l4_protocol = stamp->l4_protocol;
	if (stamp->flags & METADATA_HAS_L3)
		packet.l3_offset = stamp->l3_offset - taken;
	if (stamp->flags & METADATA_HAS_L4)
		packet.l4_offset = stamp->l4_offset - taken;
	if (flow_key_of(data, data_end, &packet, &key)) {
		__sync_fetch_and_add(&packets_without_flow, 1);
		return TC_ACT_OK;
	}
	flow_packets = count_packet(&key, stamp);
	flags = stamp->flags | METADATA_ACCOUNTED;

	/* write: copies in. It ends the life of all slices and packet pointers, so it comes last. */
	bpf_dynptr_write(&metadata, offsetof(struct packet_metadata, flow_packets), &flow_packets, sizeof(flow_packets), 0);
	bpf_dynptr_write(&metadata, offsetof(struct packet_metadata, flags), &flags, sizeof(flags), 0);
	return TC_ACT_OK;
}

/* Four smaller programs follow, one for each way into the metadata. */

/* bpf_dynptr_read: the flow hash becomes the packet's mark, by which routing rules and queues can tell flows apart. */
SEC("tc")
int mark_by_hash(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u32 hash;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	if (bpf_dynptr_read(&hash, sizeof(hash), &metadata, offsetof(struct packet_metadata, flow_hash), 0))
		return TC_ACT_OK;
	skb->mark = hash;
	return TC_ACT_PIPE;
}

/* bpf_dynptr_write: takes the stamp off, so that no later program acts on it. */
SEC("tc")
int erase_stamp(struct __sk_buff *skb)
{
	struct packet_metadata nothing = {};
	struct bpf_dynptr metadata;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	return bpf_dynptr_write(&metadata, 0, &nothing, sizeof(nothing), 0) ? TC_ACT_OK : TC_ACT_PIPE;
}

/* bpf_dynptr_slice: drops IP packets in which no transport header was found, as a filter that knows ports has to. */
SEC("tc")
int drop_without_transport(struct __sk_buff *skb)
{
	const struct packet_metadata *stamp;
	struct bpf_dynptr metadata;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	stamp = bpf_dynptr_slice(&metadata, 0, NULL, sizeof(*stamp));
	if (!stamp || !(stamp->flags & METADATA_HAS_L3))
		return TC_ACT_OK;
	return stamp->flags & METADATA_HAS_L4 ? TC_ACT_OK : TC_ACT_SHOT;
}

/* bpf_dynptr_slice_rdwr: changes the stamp in place, as XDP would; the hash of a VLAN is kept apart from that of others. */
SEC("tc")
int salt_hash_by_vlan(struct __sk_buff *skb)
{
	struct packet_metadata *stamp;
	struct bpf_dynptr metadata;

	if (bpf_dynptr_from_skb_meta(skb, 0, &metadata))
		return TC_ACT_OK;
	stamp = bpf_dynptr_slice_rdwr(&metadata, 0, NULL, sizeof(*stamp));
	if (!stamp)
		return TC_ACT_OK;
	stamp->flow_hash = mix(stamp->flow_hash, stamp->vlan_id);
	return TC_ACT_PIPE;
}

char _license[] SEC("license") = "GPL";
