/* SPDX-License-Identifier: Apache-2.0 */
/* What the recorders share: encoding slots, loading them through bpf(2), running them. Nothing is ever attached. */
#ifndef OSMIA_RECORDER_KERNEL_H
#define OSMIA_RECORDER_KERNEL_H

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#define LOG_LEVEL_TRACE 2

static char kernel_log[1 << 20];

static struct bpf_insn slot(int code, int dst, int src, int off, int imm)
{
	return (struct bpf_insn){ .code = code, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm };
}

/* The program's file descriptor, or a negative errno; kernel_log holds the trace either way. */
static int load_program(enum bpf_prog_type type, const struct bpf_insn *code, int slots)
{
	union bpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	memset(kernel_log, 0, 256);
	attr.prog_type = type;
	attr.insns = (uintptr_t)code;
	attr.insn_cnt = slots;
	attr.license = (uintptr_t)"GPL";
	attr.log_buf = (uintptr_t)kernel_log;
	attr.log_size = sizeof(kernel_log);
	attr.log_level = LOG_LEVEL_TRACE;
	fd = syscall(__NR_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	return fd < 0 ? -errno : fd;
}

/* Runs an XDP program once over data of this size, in place. */
static inline void run_program(int fd, void *data, unsigned int size)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.test.prog_fd = fd;
	attr.test.data_in = attr.test.data_out = (uintptr_t)data;
	attr.test.data_size_in = attr.test.data_size_out = size;
	attr.test.repeat = 1;
	if (syscall(__NR_bpf, BPF_PROG_TEST_RUN, &attr, sizeof(attr)) < 0) {
		perror("BPF_PROG_TEST_RUN");
		exit(1);
	}
}

/* The comment at the top of every table. */
static void print_origin(const char *recorder, const char *columns)
{
	struct utsname name;

	uname(&name);
	printf("# Recorded from %s %s (%s) by testkit/src/recorder/%s; see record.sh there.\n", name.sysname, name.release,
	       name.machine, recorder);
	printf("# %s\n", columns);
}

/* A slot as 16 hex digits, its bytes in order. */
static void print_slot(const struct bpf_insn *insn)
{
	const unsigned char *bytes = (const unsigned char *)insn;

	for (unsigned int i = 0; i < sizeof(*insn); i++)
		printf("%02x", bytes[i]);
}

#endif
