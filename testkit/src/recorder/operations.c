/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the running kernel computes for each operation on boundary operands:
 *
 *   cc -O2 -o operations operations.c
 *   ./operations FAMILY > TABLE.tsv            (needs the right to load and run programs)
 *
 * FAMILY is one of arithmetic, jumps, atomics, memory, control, constants, packets.
 *
 * Each instruction is run as an XDP program that takes its operands from the packet and leaves its results there: the verifier knows
 * nothing of them, so the kernel's JIT computes every one.
 *
 *   packet:   bytes 0 to 7   R0        R2 is the destination or the left side, or the base register of a memory access (R10)
 *             bytes 8 to 15  R2        R3 is the source or the right side
 *             bytes 16 to 23 R3        memory is the double word at R10 - 8
 *             bytes 24 to 31 memory
 *             bytes 32 to 39 1 where a jump was taken, else 0
 */
#include "kernel.h"

#ifndef BPF_MEMSX
#define BPF_MEMSX 0x80
#endif
#ifndef BPF_LOAD_ACQ
#define BPF_LOAD_ACQ 0x100
#define BPF_STORE_REL 0x110
#endif

#ifndef BPF_JCOND /* headers before 6.9 */
#define BPF_JCOND 0xe0
#endif

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define PACKET_SIZE 64

struct operands {
	uint64_t r0, r2, r3, memory, taken;
};

static const uint64_t values[] = {
	0,
	1,
	2,
	31,
	64,
	0x7f,
	0x80,
	0xffff,
	0x7fffffff,
	0x80000000,
	0xffffffff,
	0x100000000,
	0x123456789abcdef0,
	0x7fffffffffffffff,
	0x8000000000000000,
	0xfffffffffffffffe,
	0xffffffffffffffff,
};

static const int immediates[] = { 0, 1, 2, 31, 32, 63, 0x7f, 0x8000, 0x7fffffff, (int)0x80000000, -2, -1 };

static struct operands *operands_of(unsigned char *packet)
{
	return (struct operands *)packet;
}

/* The program that runs the one or two slots, or a negative number where the kernel refuses them, as it does shifts beyond the width. */
static int load_slots(const struct bpf_insn *insn, int slots)
{
	struct bpf_insn code[64];
	int n = 0;

	code[n++] = slot(BPF_LDX | BPF_MEM | BPF_W, 6, 1, 0, 0); /* data */
	code[n++] = slot(BPF_LDX | BPF_MEM | BPF_W, 7, 1, 4, 0); /* data_end */
	code[n++] = slot(BPF_ALU64 | BPF_MOV | BPF_X, 8, 6, 0, 0);
	code[n++] = slot(BPF_ALU64 | BPF_ADD | BPF_K, 8, 0, 0, PACKET_SIZE);
	code[n++] = slot(BPF_JMP | BPF_JGT | BPF_X, 8, 7, 16, 0); /* to the end */
	code[n++] = slot(BPF_LDX | BPF_MEM | BPF_DW, 0, 6, 0, 0);
	code[n++] = slot(BPF_LDX | BPF_MEM | BPF_DW, 2, 6, 8, 0);
	code[n++] = slot(BPF_LDX | BPF_MEM | BPF_DW, 3, 6, 16, 0);
	code[n++] = slot(BPF_LDX | BPF_MEM | BPF_DW, 4, 6, 24, 0);
	code[n++] = slot(BPF_STX | BPF_MEM | BPF_DW, 10, 4, -8, 0);
	code[n++] = slot(BPF_ALU64 | BPF_MOV | BPF_K, 5, 0, 0, 1);
	for (int i = 0; i < slots; i++)
		code[n++] = insn[i];
	code[n++] = slot(BPF_ALU64 | BPF_MOV | BPF_K, 5, 0, 0, 0); /* left out by a taken jump */
	code[n++] = slot(BPF_LDX | BPF_MEM | BPF_DW, 4, 10, -8, 0);
	code[n++] = slot(BPF_STX | BPF_MEM | BPF_DW, 6, 0, 0, 0);
	code[n++] = slot(BPF_STX | BPF_MEM | BPF_DW, 6, 2, 8, 0);
	code[n++] = slot(BPF_STX | BPF_MEM | BPF_DW, 6, 3, 16, 0);
	code[n++] = slot(BPF_STX | BPF_MEM | BPF_DW, 6, 4, 24, 0);
	code[n++] = slot(BPF_STX | BPF_MEM | BPF_DW, 6, 5, 32, 0);
	code[n++] = slot(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, XDP_PASS);
	code[n++] = slot(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	/* from slot 4 to the move in front of the exit */
	code[4].off = n - 2 - 5;
	return load_program(BPF_PROG_TYPE_XDP, code, n);
}

static int load_with_offset(struct bpf_insn insn, int off)
{
	insn.off = off;
	return load_slots(&insn, 1);
}

/* Jumps go over one slot. */
static int load_operation(struct bpf_insn insn)
{
	int is_jump = BPF_CLASS(insn.code) == BPF_JMP || BPF_CLASS(insn.code) == BPF_JMP32;

	return load_with_offset(insn, is_jump ? 1 : insn.off);
}

static struct operands run(int fd, struct operands before)
{
	unsigned char packet[PACKET_SIZE] = { 0 };

	*operands_of(packet) = before;
	run_program(fd, packet, sizeof(packet));
	return *operands_of(packet);
}

static int load_or_complain(struct bpf_insn insn)
{
	int fd = load_operation(insn);

	if (fd < 0)
		fprintf(stderr, "not taken: opcode %02x, offset %d, immediate %d: %s\n", insn.code, insn.off, insn.imm,
			kernel_log);
	return fd;
}

static void print_number(uint64_t value)
{
	printf("\t%llx", (unsigned long long)value);
}

static void record_binary(struct bpf_insn insn)
{
	int from_register = BPF_SRC(insn.code) == BPF_X, fd = load_operation(insn);

	if (fd < 0)
		return; /* the immediate 0 of divisions, shifts beyond the width */
	for (int a = 0; a < COUNT(values); a++)
		for (int b = 0; b < (from_register ? COUNT(values) : 1); b++) {
			struct operands after = run(fd, (struct operands){ .r2 = values[a], .r3 = values[b] });

			print_slot(&insn);
			print_number(values[a]);
			print_number(values[b]);
			print_number(after.r2);
			putchar('\n');
		}
	close(fd);
}

static void record_unary(struct bpf_insn insn)
{
	int fd = load_or_complain(insn);

	for (int a = 0; fd >= 0 && a < COUNT(values); a++) {
		print_slot(&insn);
		print_number(values[a]);
		print_number(values[a]);
		print_number(run(fd, (struct operands){ .r2 = values[a], .r3 = values[a] }).r2);
		putchar('\n');
	}
	close(fd);
}

static void record_arithmetic(void)
{
	static const int classes[] = { BPF_ALU, BPF_ALU64 };
	static const int operations[] = { BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_OR,  BPF_AND, BPF_LSH,
					  BPF_RSH, BPF_MOD, BPF_XOR, BPF_MOV, BPF_ARSH };

	print_origin("operations.c", "slot\tr2\tr3\tr2 afterwards");
	for (int c = 0; c < COUNT(classes); c++)
		for (int o = 0; o < COUNT(operations); o++)
			for (int is_signed = 0; is_signed <= 1; is_signed++) {
				int op = operations[o];

				if (is_signed && op != BPF_DIV && op != BPF_MOD)
					continue;
				record_binary(slot(classes[c] | op | BPF_X, 2, 3, is_signed, 0));
				for (int i = 0; i < COUNT(immediates); i++)
					record_binary(slot(classes[c] | op | BPF_K, 2, 0, is_signed, immediates[i]));
			}
	for (int c = 0; c < COUNT(classes); c++) {
		record_unary(slot(classes[c] | BPF_NEG, 2, 0, 0, 0));
		for (int bits = 8; bits <= (classes[c] == BPF_ALU ? 16 : 32); bits *= 2)
			record_unary(slot(classes[c] | BPF_MOV | BPF_X, 2, 3, bits, 0));
	}
	for (int bits = 16; bits <= 64; bits *= 2) {
		record_unary(slot(BPF_ALU | BPF_END | BPF_TO_LE, 2, 0, 0, bits));
		record_unary(slot(BPF_ALU | BPF_END | BPF_TO_BE, 2, 0, 0, bits));
		record_unary(slot(BPF_ALU64 | BPF_END, 2, 0, 0, bits));
	}
}

static void record_jump(struct bpf_insn insn)
{
	int from_register = BPF_SRC(insn.code) == BPF_X, fd = load_or_complain(insn);

	insn.off = 1;
	for (int a = 0; fd >= 0 && a < COUNT(values); a++)
		for (int b = 0; b < (from_register ? COUNT(values) : 1); b++) {
			struct operands after = run(fd, (struct operands){ .r2 = values[a], .r3 = values[b] });

			print_slot(&insn);
			print_number(values[a]);
			print_number(values[b]);
			print_number(after.taken);
			putchar('\n');
		}
	close(fd);
}

static void record_jumps(void)
{
	static const int classes[] = { BPF_JMP, BPF_JMP32 };
	static const int conditions[] = { BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET, BPF_JNE, BPF_JSGT,
					  BPF_JSGE, BPF_JLT, BPF_JLE, BPF_JSLT, BPF_JSLE };

	print_origin("operations.c", "slot\tr2\tr3\t1 where taken");
	for (int c = 0; c < COUNT(classes); c++)
		for (int o = 0; o < COUNT(conditions); o++) {
			record_jump(slot(classes[c] | conditions[o] | BPF_X, 2, 3, 0, 0));
			for (int i = 0; i < COUNT(immediates); i++)
				record_jump(slot(classes[c] | conditions[o] | BPF_K, 2, 0, 0, immediates[i]));
		}
}

static void record_memory_access(struct bpf_insn insn, struct operands before)
{
	int fd = load_or_complain(insn);
	struct operands after;

	if (fd < 0)
		return;
	after = run(fd, before);
	print_slot(&insn);
	print_number(before.r0);
	print_number(before.r2);
	print_number(before.r3);
	print_number(before.memory);
	print_number(after.r0);
	print_number(after.r2);
	print_number(after.r3);
	print_number(after.memory);
	putchar('\n');
	close(fd);
}

static void record_atomics(void)
{
	static const int sizes[] = { BPF_W, BPF_DW };
	static const int operations[] = { BPF_ADD, BPF_ADD | BPF_FETCH, BPF_OR,	 BPF_OR | BPF_FETCH,  BPF_AND, BPF_AND | BPF_FETCH,
					  BPF_XOR, BPF_XOR | BPF_FETCH, BPF_XCHG, BPF_CMPXCHG };
	static const uint64_t some[] = { 0, 1, 0x7fffffff, 0xffffffff, 0x100000000, 0x123456789abcdef0, 0xffffffffffffffff };

	print_origin("operations.c", "slot\tr0\tr2\tr3\tmemory\tafterwards: r0\tr2\tr3\tmemory");
	for (int s = 0; s < COUNT(sizes); s++)
		for (int o = 0; o < COUNT(operations); o++) {
			struct bpf_insn insn = slot(BPF_STX | BPF_ATOMIC | sizes[s], 10, 3, -8, operations[o]);

			for (int a = 0; a < COUNT(some); a++)
				for (int b = 0; b < COUNT(some); b++) {
					struct operands before = { .r0 = 0x5555555500000001, .r2 = 7, .r3 = some[b],
								   .memory = some[a] };

					record_memory_access(insn, before);
					if (operations[o] != BPF_CMPXCHG)
						continue;
					before.r0 = some[a]; /* equal to memory */
					record_memory_access(insn, before);
					before.r0 = (uint32_t)some[a]; /* equal in its low half */
					record_memory_access(insn, before);
				}
		}
}

static void record_memory(void)
{
	static const int sizes[] = { BPF_B, BPF_H, BPF_W, BPF_DW };
	static const int widths[] = { 1, 2, 4, 8 };
	static const uint64_t some[] = { 0, 0x807f, 0x8000000080000080, 0x7f7f7f7f7f7f7f7f, 0x123456789abcdef0, 0xfffffffffffffffe };

	print_origin("operations.c", "slot\tr0\tr2\tr3\tmemory\tafterwards: r0\tr2\tr3\tmemory");
	for (int s = 0; s < COUNT(sizes); s++)
		for (int v = 0; v < COUNT(some); v++) {
			struct operands before = { .r0 = 1, .r2 = 0x5555555555555555, .r3 = some[v], .memory = some[COUNT(some) - 1 - v] };

			for (int off = -8; off < 0; off += widths[s]) {
				record_memory_access(slot(BPF_LDX | BPF_MEM | sizes[s], 2, 10, off, 0), before);
				if (sizes[s] != BPF_DW)
					record_memory_access(slot(BPF_LDX | BPF_MEMSX | sizes[s], 2, 10, off, 0), before);
				record_memory_access(slot(BPF_STX | BPF_ATOMIC | sizes[s], 2, 10, off, BPF_LOAD_ACQ), before);
				record_memory_access(slot(BPF_STX | BPF_MEM | sizes[s], 10, 3, off, 0), before);
				record_memory_access(slot(BPF_STX | BPF_ATOMIC | sizes[s], 10, 3, off, BPF_STORE_REL), before);
				for (int i = 0; i < COUNT(immediates); i += 3)
					record_memory_access(slot(BPF_ST | BPF_MEM | sizes[s], 10, 0, off, immediates[i]), before);
			}
		}
}

static void record_control(void)
{
	static const struct {
		int code, off, imm;
	} jumps[] = {
		{ BPF_JMP | BPF_JA, 1, 0 },   { BPF_JMP | BPF_JA, 0, 0 },	 { BPF_JMP32 | BPF_JA, 0, 1 },
		{ BPF_JMP32 | BPF_JA, 0, 0 }, { BPF_JMP | BPF_JCOND, 1, 0 },
	};

	print_origin("operations.c", "slot\t1 where it jumped over a slot");
	for (int j = 0; j < COUNT(jumps); j++) {
		/* what the jump leaves out is reached from the slot in front of it */
		struct bpf_insn insn[2] = { slot(BPF_JMP | BPF_JEQ | BPF_K, 2, 0, 1, 77),
					    slot(jumps[j].code, 0, 0, jumps[j].off, jumps[j].imm) };
		int fd = load_slots(insn, 2);

		if (fd < 0)
			continue;
		print_slot(&insn[1]);
		print_number(run(fd, (struct operands){ 0 }).taken);
		putchar('\n');
		close(fd);
	}
}

static void record_constants(void)
{
	print_origin("operations.c", "slots\tr2 afterwards");
	for (int v = 0; v < COUNT(values); v++) {
		struct bpf_insn insn[2] = { slot(BPF_LD | BPF_IMM | BPF_DW, 2, 0, 0, (int)values[v]),
					    slot(0, 0, 0, 0, (int)(values[v] >> 32)) };
		int fd = load_slots(insn, 2);

		if (fd < 0)
			continue;
		print_slot(&insn[0]);
		print_slot(&insn[1]);
		print_number(run(fd, (struct operands){ 0 }).r2);
		putchar('\n');
		close(fd);
	}
}

/*
 * A packet for the loads that take bytes out of it. Bytes 16 to 23 are the index in R2, bytes 24 to 31 become R0 and byte 32 becomes 1
 * where the program goes on behind the load; all others count up from 0x80. It is of no protocol that anybody would look into.
 */
static void fill_packet(unsigned char *packet, uint64_t index)
{
	for (int i = 0; i < PACKET_SIZE; i++)
		packet[i] = 0x80 + i;
	packet[12] = 0x88;
	packet[13] = 0xb5;
	memcpy(packet + 16, &index, sizeof(index));
}

static void record_packet_load(struct bpf_insn insn, uint64_t index)
{
	struct bpf_insn code[] = {
		slot(BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0),
		slot(BPF_LDX | BPF_MEM | BPF_W, 7, 1, 76, 0), /* data */
		slot(BPF_LDX | BPF_MEM | BPF_W, 8, 1, 80, 0), /* data_end */
		slot(BPF_ALU64 | BPF_MOV | BPF_X, 2, 7, 0, 0),
		slot(BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, PACKET_SIZE),
		slot(BPF_JMP | BPF_JGT | BPF_X, 2, 8, 4, 0),
		slot(BPF_LDX | BPF_MEM | BPF_DW, 2, 7, 16, 0),
		insn,
		slot(BPF_STX | BPF_MEM | BPF_DW, 7, 0, 24, 0),
		slot(BPF_ST | BPF_MEM | BPF_B, 7, 0, 32, 1),
		slot(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0),
		slot(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};
	unsigned char packet[PACKET_SIZE];
	uint64_t result;
	int fd = load_program(BPF_PROG_TYPE_SCHED_CLS, code, COUNT(code));

	if (fd < 0) {
		fprintf(stderr, "not taken: opcode %02x, immediate %d: %s\n", insn.code, insn.imm, kernel_log);
		return;
	}
	fill_packet(packet, index);
	packet[32] = 0;
	run_program(fd, packet, sizeof(packet));
	memcpy(&result, packet + 24, sizeof(result));
	print_slot(&insn);
	print_number(index);
	print_number(packet[32]);
	print_number(packet[32] ? result : 0);
	putchar('\n');
	close(fd);
}

static void record_packets(void)
{
	static const int sizes[] = { BPF_B, BPF_H, BPF_W };
	/* the last ones are from the network header, from the link layer header, and where classic programs find other things */
	static const int offsets[] = { 0,	1,	    12,	       40,	   60,	      61,	 62,	   63, 64, 65, 0x7fffffff,
				       -1,	-0x1000,    -0x100000, -0x100000 + 1, -0x100000 + 49, -0x100000 + 50, -0x200000,
				       -0x200000 + 12, -0x200000 + 63, -0x200001, (int)0x80000000 };
	static const uint64_t indexes[] = { 0, 1, 40, 60, 63, 64, 0xffffffff, 0x100000000, 0xffffffff00000002, 0xfffffffffffffffc };
	static const int steps[] = { 0, 1, 4, -1, -4 };

	print_origin("operations.c", "slot\tr2\t1 where the program went on\tr0 if so");
	for (int s = 0; s < COUNT(sizes); s++) {
		for (int o = 0; o < COUNT(offsets); o++)
			record_packet_load(slot(BPF_LD | BPF_ABS | sizes[s], 0, 0, 0, offsets[o]), 0);
		for (int i = 0; i < COUNT(indexes); i++)
			for (int t = 0; t < COUNT(steps); t++)
				record_packet_load(slot(BPF_LD | BPF_IND | sizes[s], 0, 2, 0, steps[t]), indexes[i]);
	}
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "arithmetic"))
		record_arithmetic();
	else if (argc == 2 && !strcmp(argv[1], "jumps"))
		record_jumps();
	else if (argc == 2 && !strcmp(argv[1], "atomics"))
		record_atomics();
	else if (argc == 2 && !strcmp(argv[1], "memory"))
		record_memory();
	else if (argc == 2 && !strcmp(argv[1], "control"))
		record_control();
	else if (argc == 2 && !strcmp(argv[1], "constants"))
		record_constants();
	else if (argc == 2 && !strcmp(argv[1], "packets"))
		record_packets();
	else {
		fprintf(stderr, "usage: operations arithmetic|jumps|atomics|memory|control|constants|packets\n");
		return 2;
	}
	return 0;
}
