/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Programs around dynptrs, ring buffers and iterators; see helpers.bpf.c for how they are run. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include <stdbool.h>

#define BUFFER 128

struct {
	__u64 arguments[8];
	__u64 results[8];
	__u64 in[BUFFER / 8];
	__u64 out[BUFFER / 8];
} io;

/* Not in older headers. */
struct bpf_iter_num {
	__u64 opaque[1];
} __attribute__((aligned(8)));

struct value {
	__u64 words[BUFFER / 8];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct value);
} values SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} samples SEC(".maps");

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern int bpf_dynptr_from_skb_meta(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern int bpf_dynptr_from_xdp(struct xdp_md *xdp, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 size) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 size) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *ptr, __u32 start, __u32 end) __ksym;
extern bool bpf_dynptr_is_null(const struct bpf_dynptr *ptr) __ksym;
extern bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *ptr) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *ptr) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *ptr, struct bpf_dynptr *clone) __ksym;
extern int bpf_dynptr_copy(struct bpf_dynptr *to, __u32 to_offset, struct bpf_dynptr *from, __u32 from_offset,
			   __u32 size) __ksym;
extern int bpf_dynptr_memset(struct bpf_dynptr *ptr, __u32 offset, __u32 size, __u8 value) __ksym;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;

#define ARGUMENT(i) (*(volatile __u64 *)&io.arguments[i])

static __always_inline __u32 length_of(__u64 argument)
{
	__u32 length = argument & (BUFFER - 1);

	return length ? length : 1;
}

/*
 * What every dynptr can do, and what only those can that may be written. Arguments: 0 how it is made, 1 and 2 start and end for adjust
 * (both 0: leave it), 3 operation, 4 offset, 5 length, 6 flags or value.
 */
static __always_inline void look(struct bpf_dynptr *dynptr)
{
	struct bpf_dynptr clone;
	__u32 offset = ARGUMENT(4), length = length_of(ARGUMENT(5));
	__u64 flags = ARGUMENT(6);
	__u8 *slice;

	if (ARGUMENT(1) || ARGUMENT(2))
		io.results[1] = bpf_dynptr_adjust(dynptr, ARGUMENT(1), ARGUMENT(2));
	io.results[2] = bpf_dynptr_is_null(dynptr) | (__u64)bpf_dynptr_is_rdonly(dynptr) << 32;
	io.results[3] = bpf_dynptr_size(dynptr);
	switch (ARGUMENT(3)) {
	case 0:
		io.results[4] = bpf_dynptr_read(io.out, length, dynptr, offset, flags);
		break;
	case 1:
		io.results[4] = bpf_dynptr_write(dynptr, offset, io.in, length, flags);
		break;
	case 2:
		slice = bpf_dynptr_slice(dynptr, offset, NULL, 8);
		io.results[4] = slice != NULL;
		if (slice)
			io.results[5] = *(__u64 *)slice;
		break;
	case 5:
		io.results[4] = bpf_dynptr_clone(dynptr, &clone);
		io.results[5] = bpf_dynptr_adjust(dynptr, 1, 2);
		io.results[6] = bpf_dynptr_size(&clone) | (__u64)bpf_dynptr_is_null(&clone) << 32;
		io.results[7] = bpf_dynptr_read(io.out, length, &clone, offset, 0);
		break;
	case 6:
		io.results[4] = bpf_dynptr_memset(dynptr, offset, (__u32)ARGUMENT(5), flags);
		break;
	case 7:
		io.results[4] = bpf_dynptr_clone(dynptr, &clone);
		io.results[5] = bpf_dynptr_copy(dynptr, offset, &clone, (__u32)flags, (__u32)ARGUMENT(5));
		break;
	}
}

static __always_inline void operate(struct bpf_dynptr *dynptr)
{
	__u32 offset = ARGUMENT(4);
	__u64 flags = ARGUMENT(6), number = 0;
	__u8 *slice;

	look(dynptr);
	switch (ARGUMENT(3)) {
	case 3:
		slice = bpf_dynptr_slice_rdwr(dynptr, offset, NULL, 8);
		io.results[4] = slice != NULL;
		if (slice)
			*(__u64 *)slice = flags;
		break;
	case 4:
		slice = bpf_dynptr_data(dynptr, offset, 8);
		io.results[4] = slice != NULL;
		if (slice)
			*(__u64 *)slice = flags;
		break;
	case 8:
		io.results[4] = bpf_dynptr_read(&number, sizeof(number), dynptr, offset, flags);
		io.results[5] = number;
		break;
	case 9:
		number = io.in[0];
		io.results[4] = bpf_dynptr_write(dynptr, offset, &number, sizeof(number), flags);
		break;
	}
}

/* The same through a subprogram, to which the dynptr is handed. */
static __noinline int operate_elsewhere(struct bpf_dynptr *dynptr)
{
	operate(dynptr);
	return 0;
}

SEC("tc")
int dynptr_skb(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_dynptr_from_skb(skb, ARGUMENT(0), &dynptr);
	operate(&dynptr);
	return TC_ACT_OK;
}

SEC("tc")
int dynptr_skb_handed_on(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_dynptr_from_skb(skb, ARGUMENT(0), &dynptr);
	operate_elsewhere(&dynptr);
	return TC_ACT_OK;
}

/* To socket filters the packet is read-only. */
SEC("socket")
int dynptr_skb_read_only(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_dynptr_from_skb(skb, ARGUMENT(0), &dynptr);
	look(&dynptr);
	return 0;
}

SEC("tc")
int dynptr_skb_meta(struct __sk_buff *skb)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_dynptr_from_skb_meta(skb, ARGUMENT(0), &dynptr);
	operate(&dynptr);
	return TC_ACT_OK;
}

SEC("xdp")
int dynptr_xdp(struct xdp_md *xdp)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_dynptr_from_xdp(xdp, ARGUMENT(0), &dynptr);
	operate(&dynptr);
	return XDP_PASS;
}

SEC("xdp")
int dynptr_xdp_handed_on(struct xdp_md *xdp)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_dynptr_from_xdp(xdp, ARGUMENT(0), &dynptr);
	operate_elsewhere(&dynptr);
	return XDP_PASS;
}

/* Over a map's value, which begins as the input and whose end state is the output where the operation gives none. */
SEC("xdp")
int dynptr_local(struct xdp_md *xdp)
{
	struct bpf_dynptr dynptr;
	__u32 key = 0;
	struct value *value = bpf_map_lookup_elem(&values, &key);

	if (!value)
		return XDP_ABORTED;
	__builtin_memcpy(value->words, io.in, BUFFER);
	io.results[0] = bpf_dynptr_from_mem(value->words, BUFFER, ARGUMENT(0), &dynptr);
	operate(&dynptr);
	if (ARGUMENT(3) != 0 && ARGUMENT(3) != 5)
		__builtin_memcpy(io.out, value->words, BUFFER);
	return XDP_PASS;
}

/* Copies between a map's value and the packet. 1 direction, 2 and 3 flags of the two, 4 offset there, 5 offset here, 6 length. */
SEC("xdp")
int dynptr_copies(struct xdp_md *xdp)
{
	struct bpf_dynptr local, packet;
	__u32 key = 0;
	struct value *value = bpf_map_lookup_elem(&values, &key);

	if (!value)
		return XDP_ABORTED;
	__builtin_memcpy(value->words, io.in, BUFFER);
	io.results[0] = bpf_dynptr_from_mem(value->words, BUFFER, ARGUMENT(2), &local);
	io.results[1] = bpf_dynptr_from_xdp(xdp, ARGUMENT(3), &packet);
	if (ARGUMENT(1))
		io.results[2] = bpf_dynptr_copy(&packet, ARGUMENT(4), &local, ARGUMENT(5), ARGUMENT(6));
	else
		io.results[2] = bpf_dynptr_copy(&local, ARGUMENT(4), &packet, ARGUMENT(5), ARGUMENT(6));
	__builtin_memcpy(io.out, value->words, BUFFER);
	return XDP_PASS;
}

/* 0 flags, 7 the size of the record; what the record holds in the end cannot be seen. */
SEC("xdp")
int dynptr_ringbuf(struct xdp_md *xdp)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_ringbuf_reserve_dynptr(&ring, ARGUMENT(7), ARGUMENT(0), &dynptr);
	bpf_dynptr_write(&dynptr, 0, io.in, BUFFER, 0);
	if (ARGUMENT(3) != 5)
		operate(&dynptr);
	bpf_ringbuf_discard_dynptr(&dynptr, 0);
	return XDP_PASS;
}

/* The same, and what the record holds in the end. */
SEC("xdp")
int dynptr_record(struct xdp_md *xdp)
{
	struct bpf_dynptr dynptr;

	io.results[0] = bpf_ringbuf_reserve_dynptr(&ring, ARGUMENT(7), ARGUMENT(0), &dynptr);
	bpf_dynptr_write(&dynptr, 0, io.in, BUFFER, 0);
	operate_elsewhere(&dynptr);
	bpf_dynptr_read(io.out, BUFFER, &dynptr, 0, 0);
	if (ARGUMENT(6))
		bpf_ringbuf_submit_dynptr(&dynptr, BPF_RB_NO_WAKEUP);
	else
		bpf_ringbuf_discard_dynptr(&dynptr, ARGUMENT(6));
	return XDP_PASS;
}

/* 2 the sample to stop at, 3 what to write into each, 4 what to answer then. */
static long drain_sample(struct bpf_dynptr *sample, void *context)
{
	__u64 word = 0, *count = context;

	io.results[1]++;
	io.results[2] += bpf_dynptr_size(sample) | (__u64)bpf_dynptr_is_rdonly(sample) << 32;
	io.results[3] = bpf_dynptr_read(&word, sizeof(word), sample, 0, 0);
	io.results[4] += word;
	io.results[5] = bpf_dynptr_write(sample, 0, io.arguments + 3, sizeof(word), 0);
	bpf_dynptr_read(io.out, 16, sample, 0, 0);
	*count += 1;
	return *count == ARGUMENT(2) ? ARGUMENT(4) & 1 : 0;
}

/* 0 flags; 6 samples of 7 bytes each are there, which hold the input. */
SEC("xdp")
int drain(struct xdp_md *xdp)
{
	__u64 count = 0;

	io.results[0] = bpf_user_ringbuf_drain(&samples, drain_sample, &count, ARGUMENT(0));
	io.results[6] = count;
	return XDP_PASS;
}

SEC("xdp")
int iterate(struct xdp_md *xdp)
{
	struct bpf_iter_num iterator;
	int *number;

	/* What changes with each round is kept in memory, so that the verifier sees the same state again. */
	io.results[0] = bpf_iter_num_new(&iterator, ARGUMENT(0), ARGUMENT(1));
	while ((number = bpf_iter_num_next(&iterator))) {
		volatile __u64 *results = io.results;

		if (!results[1])
			results[2] = (__s64)*number;
		results[3] = (__s64)*number;
		results[1]++;
		if (results[1] == ARGUMENT(2))
			break;
	}
	bpf_iter_num_destroy(&iterator);
	return XDP_PASS;
}

static long count_up(__u64 index, void *context)
{
	__u64 *sum = context;

	*sum += index;
	return index == ARGUMENT(2);
}

SEC("xdp")
int loop(struct xdp_md *xdp)
{
	__u64 sum = 0;

	io.results[0] = bpf_loop(ARGUMENT(0), count_up, &sum, ARGUMENT(1));
	io.results[1] = sum;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
