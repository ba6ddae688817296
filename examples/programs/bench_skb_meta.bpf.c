/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Micro programs for the benchmark of skb metadata access: for each way (read, write, slice, slice_rdwr) and each size (4, 8,
 * 16, 32, 64 bytes) one program that does it 16 times, at 16 constant offsets in 128 bytes of metadata, and one that does it
 * once; for 64 bytes also one that does it 8 times, at the first 8 offsets, which is small enough for one JVM method. Their
 * names say what they do: read_16_x16, slice_rdwr_4_x1.
 *
 * Every operation feeds the next through an accumulator, and the accumulator is the verdict: nothing can be left out. An
 * operation that fails adds what its error code is, so that a run without metadata shows in the verdict as well.
 */
#include "include/dynptr.h"

#define METADATA_SIZE 128
#define REPEATS 16

/* Operation i works at i * 8 where that fits into the metadata, else at i * 4. */
#define OFFSET(i, size) ((i) * ((REPEATS - 1) * 8 + (size) <= METADATA_SIZE ? 8 : 4))

#define EACH_OF_8(OPERATION, size)                                                                                     \
	OPERATION(0, size)                                                                                             \
	OPERATION(1, size)                                                                                             \
	OPERATION(2, size)                                                                                             \
	OPERATION(3, size)                                                                                             \
	OPERATION(4, size)                                                                                             \
	OPERATION(5, size)                                                                                             \
	OPERATION(6, size)                                                                                             \
	OPERATION(7, size)

#define EACH_REPEAT(OPERATION, size)                                                                                   \
	EACH_OF_8(OPERATION, size)                                                                                     \
	OPERATION(8, size)                                                                                             \
	OPERATION(9, size)                                                                                             \
	OPERATION(10, size)                                                                                            \
	OPERATION(11, size)                                                                                            \
	OPERATION(12, size)                                                                                            \
	OPERATION(13, size)                                                                                            \
	OPERATION(14, size)                                                                                            \
	OPERATION(15, size)

/*
 * Adds up the words of a buffer; all of them, so that each byte that was read counts. The barrier keeps the compiler from
 * putting all sums off to the end, for which the stack would not suffice.
 */
static __always_inline __u32 sum_words(const __u32 *words, __u32 size)
{
	__u32 sum = 0;

	for (__u32 i = 0; i < size / sizeof(*words); i++)
		sum += words[i];
	barrier_var(sum);
	return sum;
}

static __always_inline void fill_words(__u32 *words, __u32 size, __u32 value)
{
	for (__u32 i = 0; i < size / sizeof(*words); i++)
		words[i] = value + i;
}

#define READ(i, size)                                                                                                  \
	sum += bpf_dynptr_read(buffer, size, &metadata, OFFSET(i, size), 0);                                           \
	sum += sum_words(buffer, size);

#define WRITE(i, size)                                                                                                 \
	fill_words(buffer, size, sum + (i));                                                                           \
	sum += bpf_dynptr_write(&metadata, OFFSET(i, size), buffer, size, 0) + 1;

#define SLICE(i, size)                                                                                                 \
	slice = bpf_dynptr_slice(&metadata, OFFSET(i, size), NULL, size);                                              \
	sum += slice ? sum_words(slice, size) : 1;                                                                     \
	barrier_var(sum);

#define SLICE_RDWR(i, size)                                                                                            \
	slice = bpf_dynptr_slice_rdwr(&metadata, OFFSET(i, size), NULL, size);                                         \
	sum += 1;                                                                                                      \
	if (slice)                                                                                                     \
		fill_words(slice, size, sum);

#define PROGRAM(name, size, BODY)                                                                                      \
	SEC("tc")                                                                                                      \
	int name(struct __sk_buff *skb)                                                                                \
	{                                                                                                              \
		__u32 buffer[(size) / sizeof(__u32)] = {}, *slice = NULL;                                              \
		struct bpf_dynptr metadata;                                                                            \
		__u32 sum = bpf_dynptr_from_skb_meta(skb, 0, &metadata);                                               \
                                                                                                                       \
		(void)buffer;                                                                                          \
		(void)slice;                                                                                           \
		BODY                                                                                                   \
		return sum;                                                                                            \
	}

#define PROGRAMS(name, OPERATION, size)                                                                                \
	PROGRAM(name##_##size##_x1, size, OPERATION(0, size))                                                          \
	PROGRAM(name##_##size##_x16, size, EACH_REPEAT(OPERATION, size))

#define EACH_SIZE(name, OPERATION)                                                                                     \
	PROGRAMS(name, OPERATION, 4)                                                                                   \
	PROGRAMS(name, OPERATION, 8)                                                                                   \
	PROGRAMS(name, OPERATION, 16)                                                                                  \
	PROGRAMS(name, OPERATION, 32)                                                                                  \
	PROGRAMS(name, OPERATION, 64)                                                                                  \
	PROGRAM(name##_64_x8, 64, EACH_OF_8(OPERATION, 64))

EACH_SIZE(read, READ)
EACH_SIZE(write, WRITE)
EACH_SIZE(slice, SLICE)
EACH_SIZE(slice_rdwr, SLICE_RDWR)

/* Makes the metadata that the programs above work on: 128 bytes, counting up. */
SEC("xdp")
int make_metadata(struct xdp_md *ctx)
{
	__u8 *metadata, *data;

	if (bpf_xdp_adjust_meta(ctx, -METADATA_SIZE))
		return XDP_ABORTED;
	metadata = (void *)(long)ctx->data_meta;
	data = (void *)(long)ctx->data;
	if (metadata + METADATA_SIZE > data)
		return XDP_ABORTED;
	for (int i = 0; i < METADATA_SIZE; i++)
		metadata[i] = i;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
