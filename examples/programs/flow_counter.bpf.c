/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Counts packets and bytes of each flow as they arrive, without touching them: the table that a flow exporter would read and
 * clear once in a while.
 *
 * All CPUs share one hash map. Its values are updated in place, so that additions have to be atomic; the races are in the
 * creation of an entry, and in the question who has seen which TCP flags.
 */
#include "include/flow.h"
#include <linux/tcp.h>

struct flow_counters {
	__u64 packets;
	__u64 bytes;
	__u32 tcp_flags; /* of all packets together: a scan shows SYN without ACK */
	__u32 largest;	 /* packet, in bytes */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct flow_key);
	__type(value, struct flow_counters);
} flow_table SEC(".maps");

/* .bss: why a packet is in no flow. */
struct {
	__u64 not_ip;
	__u64 table_full;
} uncounted;

/* The 13th byte of a TCP header holds CWR, ECE, URG, ACK, PSH, RST, SYN and FIN, from the highest bit down (RFC 9293). */
static __always_inline __u32 tcp_flags_of(void *data, void *data_end, const struct parsed_packet *packet)
{
	__u8 *header;

	if (packet->l4_protocol != IPPROTO_TCP || !packet->l4_offset)
		return 0;
	header = packet_bytes(data, data_end, packet->l4_offset, sizeof(struct tcphdr));
	return header ? header[13] : 0;
}

/* Finds the counters of a flow, and makes them where it is new. Returns NULL where the table is full. */
static __noinline struct flow_counters *counters_of(const struct flow_key *key)
{
	struct flow_counters *counters, fresh = {};

	/* A static subprogram is verified with what its caller knows, so that key needs no check; it only must not be NULL. */
	counters = bpf_map_lookup_elem(&flow_table, key);
	if (counters)
		return counters;
	/* BPF_NOEXIST: if another CPU was faster, its counters stay; the result is the same, the second look finds them. */
	bpf_map_update_elem(&flow_table, key, &fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&flow_table, key);
}

SEC("xdp")
int count_flows(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	__u32 length = data_end - data;
	struct flow_counters *counters;
	struct parsed_packet packet;
	struct flow_key key;
	__u32 flags;

	if (parse_packet(data, data_end, &packet) || flow_key_of(data, data_end, &packet, &key)) {
		__sync_fetch_and_add(&uncounted.not_ip, 1);
		return XDP_PASS;
	}
	flags = tcp_flags_of(data, data_end, &packet);
	counters = counters_of(&key);
	if (!counters) {
		__sync_fetch_and_add(&uncounted.table_full, 1);
		return XDP_PASS;
	}
	__sync_fetch_and_add(&counters->packets, 1);
	__sync_fetch_and_add(&counters->bytes, length);
	__sync_fetch_and_or(&counters->tcp_flags, flags);
	/* Not atomic: between comparison and store another CPU may be overwritten. For a maximum that is a bearable error. */
	if (length > counters->largest)
		counters->largest = length;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
