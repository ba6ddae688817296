/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Records what the running kernel's helpers do.
 *
 *   helper-recorder OBJECT < CASES > RECORD
 *
 * A case is a line of fields NAME=VALUE: program, arguments (numbers with commas between), in, data and meta (hex, with [BYTE*COUNT]
 * for a run of one byte). Fields that are left out are empty. The record is the same line with what came of it behind "->": errno of the test run, or return value, results,
 * out, meta, and data where it is another than before. What is behind "->" of a case is ignored, so that a record can be recorded again. Lines that start with # stay.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER 128

struct io {
	__u64 arguments[8];
	__u64 results[8];
	__u8 in[BUFFER];
	__u8 out[BUFFER];
};

static char line[1 << 20];
static __u8 packet[1 << 17], result[1 << 17];

static unsigned int hex(const char *text, __u8 *bytes, unsigned int limit)
{
	unsigned int count = 0, byte, times;

	while (count < limit) {
		if (*text == '[' && sscanf(text, "[%2x*%u]", &byte, &times) == 2) {
			for (; times && count < limit; times--)
				bytes[count++] = byte;
			text = strchr(text, ']') + 1;
		} else if (sscanf(text, "%2x", &byte) == 1) {
			bytes[count++] = byte;
			text += 2;
		} else {
			break;
		}
	}
	return count;
}

static void print_hex(const char *name, const __u8 *bytes, unsigned int count)
{
	if (count)
		printf(" %s=", name);
	for (unsigned int i = 0, run; i < count; i += run) {
		for (run = 1; i + run < count && bytes[i + run] == bytes[i];)
			run++;
		if (run >= 16) {
			printf("[%02x*%u]", bytes[i], run);
		} else {
			printf("%02x", bytes[i]);
			run = 1;
		}
	}
}

static unsigned int used(const __u8 *bytes, unsigned int count)
{
	while (count && !bytes[count - 1])
		count--;
	return count;
}

/* Puts samples into the user ring buffer: as many as argument 6 says, of the bytes that argument 7 says, all of the input. */
static void produce(struct bpf_object *object, const struct io *io)
{
	static struct user_ring_buffer *ring;

	if (!ring)
		ring = user_ring_buffer__new(bpf_object__find_map_fd_by_name(object, "samples"), NULL);
	for (__u64 i = 0; ring && i < io->arguments[6]; i++) {
		void *sample = user_ring_buffer__reserve(ring, io->arguments[7]);

		if (!sample)
			break;
		memcpy(sample, io->in, io->arguments[7] < BUFFER ? io->arguments[7] : BUFFER);
		user_ring_buffer__submit(ring, sample);
	}
}

static void record(struct bpf_object *object, char *fields)
{
	struct bpf_map *bss = bpf_object__find_map_by_name(object, ".bss");
	struct bpf_program *program = NULL;
	struct xdp_md context = {};
	struct __sk_buff buffer = {};
	static struct io io, zero;
	unsigned int data = 0, data_start, meta = 0;
	__u32 key = 0, results = 8;
	char *data_text = "", *next;
	int error;

	io = zero;
	for (char *field = strtok_r(fields, " \n", &next); field; field = strtok_r(NULL, " \n", &next)) {
		char *value = strchr(field, '=');

		if (!value)
			continue;
		*value++ = 0;
		if (!strcmp(field, "program")) {
			program = bpf_object__find_program_by_name(object, value);
		} else if (!strcmp(field, "arguments")) {
			for (int i = 0; i < 8 && *value; i++) {
				io.arguments[i] = *value == '-' ? (__u64)strtoll(value, &value, 0) : strtoull(value, &value, 0);
				value += *value == ',';
			}
		} else if (!strcmp(field, "in")) {
			hex(value, io.in, BUFFER);
		} else if (!strcmp(field, "meta")) {
			meta = hex(value, packet, 256);
		} else if (!strcmp(field, "data")) {
			data_text = value;
		}
	}
	if (!program) {
		printf(" no program\n");
		return;
	}
	if (!strcmp(bpf_program__name(program), "drain"))
		produce(object, &io);
	data_start = meta;
	data = meta + hex(data_text, packet + meta, sizeof(packet) - meta);
	bpf_map_update_elem(bpf_map__fd(bss), &key, &io, 0);

	LIBBPF_OPTS(bpf_test_run_opts, run, .data_in = packet, .data_size_in = data, .data_out = result,
		    .data_size_out = sizeof(result), .repeat = 1);
	int xdp = bpf_program__type(program) == BPF_PROG_TYPE_XDP;
	if (xdp) {
		context.data = meta;
		context.data_end = data;
		run.ctx_in = run.ctx_out = &context;
		run.ctx_size_in = run.ctx_size_out = sizeof(context);
	} else {
		run.ctx_in = &buffer;
		run.ctx_size_in = sizeof(buffer);
	}
	error = bpf_prog_test_run_opts(bpf_program__fd(program), &run);
	if (error) {
		printf(" errno=%d\n", errno);
		return;
	}
	bpf_map_lookup_elem(bpf_map__fd(bss), &key, &io);
	printf(" return=%u results=", run.retval);
	while (results > 1 && !io.results[results - 1])
		results--;
	for (unsigned int i = 0; i < results; i++)
		printf("%s%lld", i ? "," : "", io.results[i]);
	print_hex("out", io.out, used(io.out, BUFFER));
	meta = xdp ? context.data : 0;
	print_hex("meta", result, meta);
	if (run.data_size_out - meta != data - data_start || memcmp(packet + data_start, result + meta, data - data_start))
		print_hex("data", result + meta, run.data_size_out - meta);
	printf("\n");
}

int main(int argc, char **argv)
{
	struct bpf_object *object = argc == 2 ? bpf_object__open(argv[1]) : NULL;

	if (!object || bpf_object__load(object)) {
		fprintf(stderr, "usage: helper-recorder OBJECT < CASES\n");
		return 2;
	}
	while (fgets(line, sizeof(line), stdin)) {
		char *end = strstr(line, " ->");

		if (!end)
			end = strchr(line, '\n');
		if (end)
			*end = 0;
		if (*line == '#' || !*line) {
			printf("%s\n", line);
			continue;
		}
		printf("%s ->", line);
		record(object, line);
	}
	return 0;
}
