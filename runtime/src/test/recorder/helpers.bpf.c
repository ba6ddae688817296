/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Programs that call one helper each, with arguments that the caller puts into a global variable, where it also finds the results: the
 * recorder runs them in the kernel, a test runs them in Osmia.
 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

#define BUFFER 128

struct {
	__u64 arguments[8];
	__u64 results[8];
	__u8 in[BUFFER];
	__u8 out[BUFFER];
} io;

#define ARGUMENT(i) (*(volatile __u64 *)&io.arguments[i])
/* One load of its own for each field, however near they are. */
#define FIELD(name) (*(volatile __u32 *)&skb->name)

#define PACKED(kind) ((__u32)((kind) >> 32))

/* A length from 1 to BUFFER - 1. */
static __always_inline __u32 length_of(__u64 argument)
{
	__u32 length = argument & (BUFFER - 1);

	return length ? length : 1;
}

/* Each argument is a resizing: 1 head, 2 meta, 3 tail in the high half, the change in the low half. 0 ends. */
SEC("xdp")
int xdp_resize(struct xdp_md *ctx)
{
	for (int i = 0; i < 6; i++) {
		__u64 step = ARGUMENT(i);
		int change = (int)step;

		switch (PACKED(step)) {
		case 1:
			io.results[i] = bpf_xdp_adjust_head(ctx, change);
			break;
		case 2:
			io.results[i] = bpf_xdp_adjust_meta(ctx, change);
			break;
		case 3:
			io.results[i] = bpf_xdp_adjust_tail(ctx, change);
			break;
		}
	}
	io.results[6] = ctx->data - ctx->data_meta;
	io.results[7] = bpf_xdp_get_buff_len(ctx);
	return XDP_PASS;
}

SEC("xdp")
int xdp_load_bytes(struct xdp_md *ctx)
{
	io.results[0] = bpf_xdp_load_bytes(ctx, ARGUMENT(0), io.out, length_of(ARGUMENT(1)));
	return XDP_PASS;
}

SEC("xdp")
int xdp_store_bytes(struct xdp_md *ctx)
{
	io.results[0] = bpf_xdp_store_bytes(ctx, ARGUMENT(0), io.in, length_of(ARGUMENT(1)));
	return XDP_PASS;
}

/* Sizes in bytes of the front and the back half of the input, then the seed. */
SEC("xdp")
int csum_diff(struct xdp_md *ctx)
{
	__u64 from_size = ARGUMENT(0), to_size = ARGUMENT(1);

	if (from_size > BUFFER / 2 || to_size > BUFFER / 2)
		return XDP_DROP;
	io.results[0] = bpf_csum_diff((void *)io.in, from_size, (void *)(io.in + BUFFER / 2), to_size, ARGUMENT(2));
	return XDP_PASS;
}

SEC("tc")
int skb_fields(struct __sk_buff *skb)
{
	io.results[0] = FIELD(len) | (__u64)FIELD(pkt_type) << 32;
	io.results[1] = FIELD(protocol) | (__u64)FIELD(vlan_present) << 32;
	io.results[2] = FIELD(vlan_tci) | (__u64)FIELD(vlan_proto) << 32;
	io.results[3] = FIELD(queue_mapping) | (__u64)FIELD(hash) << 32;
	io.results[4] = FIELD(ingress_ifindex) | (__u64)FIELD(tc_index) << 32;
	io.results[5] = FIELD(wire_len) | (__u64)FIELD(gso_segs) << 32;
	io.results[6] = FIELD(gso_size) | (__u64)FIELD(tc_classid) << 32;
	io.results[7] = skb->tstamp;
	return TC_ACT_OK;
}

/* Writes what a program may write, and reads it back. */
SEC("tc")
int skb_writes(struct __sk_buff *skb)
{
	skb->mark = ARGUMENT(0);
	skb->priority = ARGUMENT(1);
	skb->tc_index = ARGUMENT(2);
	skb->tc_classid = ARGUMENT(3);
	skb->queue_mapping = ARGUMENT(4);
	skb->tstamp = ARGUMENT(5);
	*(__u64 *)&skb->cb[2] = ARGUMENT(6);
	*((__u8 *)&skb->cb[4] + 1) = ARGUMENT(7);
	io.results[0] = skb->mark;
	io.results[1] = skb->priority;
	io.results[2] = skb->tc_index;
	io.results[3] = skb->tc_classid;
	io.results[4] = skb->queue_mapping;
	io.results[5] = skb->tstamp;
	io.results[6] = FIELD(cb[3]) | (__u64)FIELD(cb[4]) << 32;
	io.results[7] = *(volatile __u16 *)((__u8 *)&skb->mark + 2) | (__u64) * (volatile __u8 *)((__u8 *)&skb->priority + 1) << 32;
	return TC_ACT_OK;
}

SEC("tc")
int skb_load_bytes(struct __sk_buff *skb)
{
	io.results[0] = bpf_skb_load_bytes(skb, ARGUMENT(0), io.out, length_of(ARGUMENT(1)));
	return TC_ACT_OK;
}

SEC("tc")
int skb_load_bytes_relative(struct __sk_buff *skb)
{
	io.results[0] = bpf_skb_load_bytes_relative(skb, ARGUMENT(0), io.out, length_of(ARGUMENT(1)), ARGUMENT(2));
	return TC_ACT_OK;
}

/* Offset, length, flags. */
SEC("tc")
int skb_store_bytes(struct __sk_buff *skb)
{
	bpf_set_hash(skb, 7);
	io.results[0] = bpf_skb_store_bytes(skb, ARGUMENT(0), io.in, length_of(ARGUMENT(1)), ARGUMENT(2));
	io.results[1] = skb->hash;
	return TC_ACT_OK;
}

SEC("tc")
int skb_pull_data(struct __sk_buff *skb)
{
	io.results[0] = bpf_skb_pull_data(skb, ARGUMENT(0));
	return TC_ACT_OK;
}

/* Each argument is a change: 1 tail, 2 head, 3 VLAN push (protocol, tag in the halves of the low half), 4 VLAN pop. 0 ends. */
SEC("tc")
int skb_resize(struct __sk_buff *skb)
{
	for (int i = 0; i < 5; i++) {
		__u64 step = ARGUMENT(i);

		switch (PACKED(step)) {
		case 1:
			io.results[i] = bpf_skb_change_tail(skb, step, 0);
			break;
		case 2:
			io.results[i] = bpf_skb_change_head(skb, step, 0);
			break;
		case 3:
			io.results[i] = bpf_skb_vlan_push(skb, (__u16)(step >> 16), (__u16)step);
			break;
		case 4:
			io.results[i] = bpf_skb_vlan_pop(skb);
			break;
		}
	}
	io.results[5] = FIELD(len) | (__u64)FIELD(vlan_present) << 32;
	io.results[6] = FIELD(vlan_tci) | (__u64)FIELD(vlan_proto) << 32;
	io.results[7] = skb->protocol;
	bpf_skb_load_bytes_relative(skb, 0, io.out, 4, BPF_HDR_START_NET);
	bpf_skb_load_bytes_relative(skb, 0, io.out + 4, 4, BPF_HDR_START_MAC);
	return TC_ACT_OK;
}

/* Offset, from, to, flags. */
SEC("tc")
int l3_csum_replace(struct __sk_buff *skb)
{
	io.results[0] = bpf_l3_csum_replace(skb, ARGUMENT(0), ARGUMENT(1), ARGUMENT(2), ARGUMENT(3));
	return TC_ACT_OK;
}

SEC("tc")
int l4_csum_replace(struct __sk_buff *skb)
{
	io.results[0] = bpf_l4_csum_replace(skb, ARGUMENT(0), ARGUMENT(1), ARGUMENT(2), ARGUMENT(3));
	return TC_ACT_OK;
}

/* Each argument is a level as bpf_csum_level takes it. */
SEC("tc")
int csum_level(struct __sk_buff *skb)
{
	for (int i = 0; i < 7; i++)
		io.results[i] = bpf_csum_level(skb, ARGUMENT(i));
	io.results[7] = bpf_csum_update(skb, 1);
	return TC_ACT_OK;
}

SEC("tc")
int skb_hash(struct __sk_buff *skb)
{
	io.results[0] = bpf_set_hash(skb, ARGUMENT(0));
	io.results[1] = skb->hash;
	io.results[2] = bpf_get_hash_recalc(skb);
	bpf_set_hash_invalid(skb);
	io.results[3] = skb->hash;
	io.results[4] = bpf_get_hash_recalc(skb) == skb->hash;
	return TC_ACT_OK;
}

/* Two types one after the other; the ECN mark; time stamp, its type. */
SEC("tc")
int skb_marks(struct __sk_buff *skb)
{
	io.results[0] = bpf_skb_change_type(skb, ARGUMENT(0));
	io.results[1] = bpf_skb_change_type(skb, ARGUMENT(1));
	io.results[2] = skb->pkt_type;
	io.results[3] = bpf_skb_ecn_set_ce(skb);
	io.results[4] = bpf_skb_set_tstamp(skb, ARGUMENT(2), ARGUMENT(3));
	io.results[5] = skb->tstamp;
	io.results[6] = skb->tstamp_type;
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
