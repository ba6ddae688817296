/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Programs that format, compare and parse text; see helpers.bpf.c for how they are run. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define BUFFER 128

struct {
	__u64 arguments[8];
	__u64 results[8];
	__u8 in[BUFFER];
	__u8 out[BUFFER];
} io;

#define ARGUMENT(i) (*(volatile __u64 *)&io.arguments[i])

/* Argument 0 the size of the output, 2 and on the arguments. */
#define FORMAT(number, text)                                                                                          \
	SEC("xdp") int format_##number(struct xdp_md *xdp)                                                            \
	{                                                                                                             \
		static const char format[] = text;                                                                    \
		__u64 size = ARGUMENT(0);                                                                             \
		if (size > BUFFER)                                                                                    \
			return XDP_DROP;                                                                              \
		io.results[0] = bpf_snprintf((char *)io.out, size, format, &io.arguments[2], 48);                     \
		return XDP_PASS;                                                                                      \
	}

/* Like it, with one argument: the address of the input. */
#define FORMAT_INPUT(number, text)                                                                                    \
	SEC("xdp") int format_##number(struct xdp_md *xdp)                                                            \
	{                                                                                                             \
		static const char format[] = text;                                                                    \
		__u64 size = ARGUMENT(0), arguments[2];                                                               \
		/* Not as an initialiser, for then the addresses would be constants that no loader relocates. */      \
		*(volatile __u64 *)&arguments[0] = (__u64)io.in;                                                      \
		*(volatile __u64 *)&arguments[1] = (__u64)(io.in + 64);                                               \
		if (size > BUFFER)                                                                                    \
			return XDP_DROP;                                                                              \
		io.results[0] = bpf_snprintf((char *)io.out, size, format, arguments, sizeof(arguments));             \
		return XDP_PASS;                                                                                      \
	}

FORMAT(0, "plain text")
FORMAT(1, "%d %i %u %x %X %%")
FORMAT(2, "%ld %li %lu %lx %lX")
FORMAT(3, "%lld %lli %llu %llx %llX")
FORMAT(4, "[%5d] [%-5d] [%05d] [%+d] [% d] [%+05d]")
FORMAT(5, "[%8x] [%-8x] [%08x] [%08lX] [%-08x]")
FORMAT(6, "[%c] [%3c] [%-3c]")
FORMAT(7, "[%px] [%20px] [%-20px]")
FORMAT(8, "%s")
FORMAT(9, "[%2d%2d] 100%%")
FORMAT(10, "%200d")
FORMAT(11, "[%+u] [% x] [%-+4d] [%- d]")
FORMAT(12, "tab\tnew line\n%d")
FORMAT(13, "[%0-5d] [%-05d] [%00005d] [%1d]")
FORMAT_INPUT(20, "[%s] [%s]")
FORMAT_INPUT(21, "[%10s] [%-10s]")
FORMAT_INPUT(22, "[%pks], [%pks]!")
FORMAT_INPUT(23, "%pI4 %pi4")
FORMAT_INPUT(24, "%pI6 %pi6")
FORMAT_INPUT(25, "%pI6c|%pI4x")
FORMAT_INPUT(26, "[%2s] [%08s]")
FORMAT_INPUT(27, "[%10pks] [%-10pks]")

/* The text is the input up to argument 1, argument 0 the format's number: formats that are refused are refused here. */
SEC("xdp")
int trace(struct xdp_md *xdp)
{
	__u64 size = ARGUMENT(1);

	if (size == 0 || size > BUFFER)
		return XDP_DROP;
	io.results[0] = bpf_trace_printk((char *)io.in, size, ARGUMENT(2), ARGUMENT(3), ARGUMENT(4));
	return XDP_PASS;
}

SEC("xdp")
int trace_array(struct xdp_md *xdp)
{
	__u64 size = ARGUMENT(1), length = ARGUMENT(0);

	if (size == 0 || size > BUFFER || length > 48)
		return XDP_DROP;
	io.results[0] = bpf_trace_vprintk((char *)io.in, size, &io.arguments[2], length);
	return XDP_PASS;
}

#define COMPARE(number, text)                                                                                         \
	SEC("xdp") int compare_##number(struct xdp_md *xdp)                                                           \
	{                                                                                                             \
		static const char second[] = text;                                                                    \
		__u64 size = ARGUMENT(0);                                                                             \
		if (size == 0 || size > BUFFER)                                                                       \
			return XDP_DROP;                                                                              \
		io.results[0] = bpf_strncmp((char *)io.in, size, second);                                             \
		return XDP_PASS;                                                                                      \
	}

COMPARE(0, "")
COMPARE(1, "osmia")
COMPARE(2, "\xff\x80")

/* Argument 0 the text's length, 1 flags. */
SEC("xdp")
int parse(struct xdp_md *xdp)
{
	__u64 size = ARGUMENT(0);
	long number = 7;
	unsigned long unsigned_number = 7;

	if (size == 0 || size > BUFFER)
		return XDP_DROP;
	io.results[0] = bpf_strtol((char *)io.in, size, ARGUMENT(1), &number);
	io.results[1] = number;
	io.results[2] = bpf_strtoul((char *)io.in, size, ARGUMENT(1), &unsigned_number);
	io.results[3] = unsigned_number;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
