/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * What becomes of metadata when a tc program changes the packet; run by pipeline.py between two virtual devices, since a test run has
 * no metadata for tc.
 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include <stdbool.h>

#define BUFFER 128
#define SHOWN 64
#define HEADROOM 200

struct {
	__u64 arguments[8];
	__u64 results[8];
	__u64 in[BUFFER / 8];
	__u64 out[BUFFER / 8];
} io;

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern int bpf_dynptr_from_skb_meta(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *ptr) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 size) __ksym;

#define ARGUMENT(i) (*(volatile __u64 *)&io.arguments[i])

/* Makes as many bytes of metadata as argument 7 says, of the input. */
SEC("xdp")
int make_metadata(struct xdp_md *xdp)
{
	__u8 *metadata, *data;

	/* What lies in front of it is zeros, as far as later changes look. */
	if (bpf_xdp_adjust_meta(xdp, -HEADROOM))
		return XDP_ABORTED;
	metadata = (void *)(long)xdp->data_meta;
	data = (void *)(long)xdp->data;
	if (metadata + HEADROOM > data)
		return XDP_ABORTED;
	__builtin_memset(metadata, 0, HEADROOM);
	if (bpf_xdp_adjust_meta(xdp, HEADROOM - (int)ARGUMENT(7)))
		return XDP_ABORTED;
	metadata = (void *)(long)xdp->data_meta;
	data = (void *)(long)xdp->data;
	for (int i = 0; i < BUFFER; i++) {
		if (metadata + i + 1 > data)
			break;
		metadata[i] = ((__u8 *)io.in)[i];
	}
	return XDP_PASS;
}

/* Length of the metadata that data_meta shows. */
static __always_inline __u64 shown(struct __sk_buff *skb)
{
	return (__u64)skb->data - (__u64)skb->data_meta;
}

static __always_inline __u64 view(struct bpf_dynptr *metadata)
{
	return bpf_dynptr_size(metadata) | (__u64)bpf_dynptr_is_rdonly(metadata) << 32;
}

static __noinline long change(struct __sk_buff *skb, __u64 operation, __u64 one, __u64 two)
{
	struct bpf_dynptr dynptr;
	__u64 bytes = 0x0807060504030201;

	switch (operation) {
	case 1:
		return bpf_skb_vlan_push(skb, one, two);
	case 2:
		return bpf_skb_vlan_pop(skb);
	case 3:
		return bpf_skb_change_head(skb, one, 0);
	case 6:
		return bpf_skb_pull_data(skb, one);
	case 7:
		return bpf_skb_change_tail(skb, one, 0);
	case 8:
		return bpf_skb_store_bytes(skb, one, &bytes, sizeof(bytes), two);
	case 9:
		bpf_dynptr_from_skb(skb, 0, &dynptr);
		return bpf_dynptr_write(&dynptr, one, &bytes, sizeof(bytes), two);
	case 10:
		bpf_dynptr_from_skb_meta(skb, 0, &dynptr);
		return bpf_dynptr_write(&dynptr, one, &bytes, sizeof(bytes), two);
	case 11:
		return bpf_l3_csum_replace(skb, one, 0x1234, 0x4321, 2);
	}
	return 0;
}

/* Both views of the metadata, and the length of the packet. */
static __noinline int look(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u8 *direct, *data, *out = (__u8 *)io.out;
	__u32 size;

	bpf_dynptr_from_skb_meta(skb, 0, &metadata);
	io.results[6] = view(&metadata);
	io.results[7] = shown(skb) | (__u64)skb->len << 32;
	size = bpf_dynptr_size(&metadata);
	if (size > SHOWN)
		size = SHOWN;
	bpf_dynptr_read(out, size, &metadata, 0, 0);
	direct = (void *)(long)skb->data_meta;
	data = (void *)(long)skb->data;
	for (int i = 0; i < SHOWN; i++) {
		if (direct + i + 1 > data)
			break;
		out[SHOWN + i] = direct[i];
	}
	return 0;
}

/* Two changes: 0 to 2 the first, 3 to 5 the second. A dynptr made before is used after them. */
SEC("tc")
int change_twice(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u64 word = 0;

	bpf_dynptr_from_skb_meta(skb, 0, &metadata);
	io.results[0] = view(&metadata);
	io.results[1] = shown(skb);
	io.results[2] = change(skb, ARGUMENT(0), ARGUMENT(1), ARGUMENT(2));
	io.results[3] = change(skb, ARGUMENT(3), ARGUMENT(4), ARGUMENT(5));
	io.results[4] = bpf_dynptr_read(&word, sizeof(word), &metadata, 0, 0);
	io.results[5] = word;
	look(skb);
	return TC_ACT_OK;
}

/* The same in a program that writes to the packet itself, which the kernel prepares for that before it runs. */
SEC("tc")
int write_directly(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u8 *data = (void *)(long)skb->data;

	bpf_dynptr_from_skb_meta(skb, 0, &metadata);
	io.results[0] = view(&metadata);
	io.results[1] = shown(skb);
	if (data + 1 <= (__u8 *)(long)skb->data_end)
		data[0] ^= 2;
	look(skb);
	return TC_ACT_OK;
}

/* Writes by a slice of the packet, which the kernel prepares for, too. */
SEC("tc")
int write_by_slice(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata, packet;
	__u8 *slice;

	bpf_dynptr_from_skb_meta(skb, 0, &metadata);
	io.results[0] = view(&metadata);
	bpf_dynptr_from_skb(skb, 0, &packet);
	slice = bpf_dynptr_slice_rdwr(&packet, 0, NULL, 1);
	io.results[1] = slice != NULL;
	if (slice)
		slice[0] ^= 2;
	look(skb);
	return TC_ACT_OK;
}

/* Writes by a slice of the metadata. */
SEC("tc")
int write_metadata_by_slice(struct __sk_buff *skb)
{
	struct bpf_dynptr metadata;
	__u8 *slice;

	bpf_dynptr_from_skb_meta(skb, 0, &metadata);
	io.results[0] = view(&metadata);
	slice = bpf_dynptr_slice_rdwr(&metadata, ARGUMENT(0), NULL, 1);
	io.results[1] = slice != NULL;
	if (slice)
		slice[0] ^= 2;
	look(skb);
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
