/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the running kernel says about one instruction with all sorts of fields, and how it prints it:
 *
 *   cc -O2 -o verdicts verdicts.c && ./verdicts > verdicts.tsv          (needs the right to load programs)
 *   ./verdicts --pairs > pairs.tsv                                      (any two fields at any of their values; takes long)
 *
 * Each instruction is loaded in three programs: where it is visited with every register set; where no path visits it; and where only
 * R0, R1 and R10 are set. The last line of the verifier's log tells what each is rejected for, "-" that it is accepted.
 */
#include "kernel.h"

#ifndef BPF_JCOND /* headers before 6.9 */
#define BPF_JCOND 0xe0
#endif

#define MAX_SLOTS 64
#define LEAD 18 /* slots in front, so that short backward jumps stay inside */

static const int dst_values[] = { 3, 0, 10, 11 };
static const int src_values[] = { 0, 1, 2, 3, 4, 6, 10, 11 };
static const int off_values[] = { 0, 1, 2, 8, 16, 32, -1, -8 };
static const int imm_values[] = { 0,	1,    2,    7,	  8,	16,   31,   32,	  33,	63,    64,    65,    -1,     0x50,
				  0x51, 0xa0, 0xa1, 0xe0, 0xe1, 0xf0, 0xf1, 0x100, 0x101, 0x110, 0x10000 };

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static int append(struct bpf_insn *code, int n, struct bpf_insn insn)
{
	code[n] = insn;
	return n + 1;
}

/* r0 = 0 several times, so that short forward jumps stay inside, and exit. */
static int append_tail(struct bpf_insn *code, int n)
{
	for (int i = 0; i < 36; i++)
		n = append(code, n, slot(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0));
	return append(code, n, slot(BPF_JMP | BPF_EXIT, 0, 0, 0, 0));
}

static int append_filler(struct bpf_insn *code, int n, int until)
{
	while (n < until)
		n = append(code, n, slot(BPF_LDX | BPF_MEM | BPF_W, 0, 1, 0, 0));
	return n;
}

/* Every register set, R1 and R6 the context, R3 the stack pointer, two stack slots written, R9 unknown. */
static int visited(struct bpf_insn *code, const struct bpf_insn *insn, int slots)
{
	int n = append_filler(code, 0, LEAD - 13);

	n = append(code, n, slot(BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0));
	n = append(code, n, slot(BPF_LDX | BPF_MEM | BPF_W, 9, 1, 0, 0));
	n = append(code, n, slot(BPF_LDX | BPF_MEM | BPF_W, 0, 1, 0, 0));
	n = append(code, n, slot(BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, 0));
	n = append(code, n, slot(BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, 0));
	for (int reg = 2; reg <= 8; reg++)
		if (reg != 6)
			n = append(code, n, slot(BPF_ALU64 | BPF_MOV | BPF_K, reg, 0, 0, 1));
	/* both ways stay possible, so that what an unconditional jump leaves out is reached from here */
	n = append(code, n, slot(BPF_JMP | BPF_JEQ | BPF_K, 9, 0, slots, 7));
	memcpy(code + n, insn, slots * sizeof(*insn));
	return append_tail(code, n + slots) | n << 16;
}

static int unvisited(struct bpf_insn *code, const struct bpf_insn *insn, int slots)
{
	int n = append_filler(code, 0, LEAD - 2);

	n = append(code, n, slot(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0));
	n = append(code, n, slot(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, slots, 0));
	memcpy(code + n, insn, slots * sizeof(*insn));
	return append_tail(code, n + slots);
}

static int unset(struct bpf_insn *code, const struct bpf_insn *insn, int slots)
{
	int n = append_filler(code, 0, LEAD - 1);

	n = append(code, n, slot(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, slots, 7));
	memcpy(code + n, insn, slots * sizeof(*insn));
	return append_tail(code, n + slots);
}

/* The last line of the log before the statistics. */
static const char *last_line(void)
{
	char *end = strstr(kernel_log, "verification time ");
	char *counted = strstr(kernel_log, "processed ");

	if (!end || (counted && counted < end))
		end = counted;
	if (!end)
		end = kernel_log + strlen(kernel_log);
	while (end > kernel_log && end[-1] == '\n')
		end--;
	*end = 0;
	if (strstr(kernel_log, "infinite loop detected"))
		return "infinite loop detected"; /* two lines of state come behind */
	char *line = strrchr(kernel_log, '\n');
	return line ? line + 1 : kernel_log;
}

/* How the log prints the instruction at the slot, without the state behind it; empty if it does not. */
static void copy_text(int at, char *text, size_t size)
{
	char prefix[16];
	char *line = kernel_log;

	text[0] = 0;
	snprintf(prefix, sizeof(prefix), "\n%d: ", at);
	line = strstr(kernel_log, prefix);
	if (!line)
		return;
	line += strlen(prefix);
	size_t length = strcspn(line, ";\n");
	while (length > 0 && line[length - 1] == ' ')
		length--;
	if (length > 0 && line[0] != 'R') /* a line of state */
		snprintf(text, size, "%.*s", (int)length, line);
}

static void verdict(int (*build)(struct bpf_insn *, const struct bpf_insn *, int), const struct bpf_insn *insn, int slots,
		    char *text, size_t size)
{
	struct bpf_insn code[MAX_SLOTS + LEAD];
	int n = build(code, insn, slots);
	int fd = load_program(BPF_PROG_TYPE_SCHED_CLS, code, n & 0xffff);

	if (text)
		copy_text(n >> 16, text, size);
	if (fd >= 0) {
		close(fd);
		printf("\t-");
	} else if (!kernel_log[0]) {
		printf("\terrno %d", -fd);
	} else {
		printf("\t%s", last_line());
	}
}

static void judge(const struct bpf_insn *insn, int slots)
{
	char text[256];

	for (int i = 0; i < slots; i++)
		print_slot(insn + i);
	verdict(visited, insn, slots, text, sizeof(text));
	verdict(unvisited, insn, slots, NULL, 0);
	verdict(unset, insn, slots, NULL, 0);
	printf("\t%s\n", text);
}

/* Whether the kernel takes the opcode in code that no path visits: of the rest, two cases do. */
static int known(int opcode)
{
	struct bpf_insn code[MAX_SLOTS + LEAD], insn = slot(opcode, 3, 0, 0, 0);
	int fd = load_program(BPF_PROG_TYPE_SCHED_CLS, code, unvisited(code, &insn, 1));

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Whether the destination field must be zero, so that the other fields are looked at only with R0. */
static int without_destination(int opcode)
{
	int operation = BPF_OP(opcode);

	switch (BPF_CLASS(opcode)) {
	case BPF_LD:
		return 1;
	case BPF_JMP:
	case BPF_JMP32:
		return operation == BPF_JA || operation == BPF_CALL || operation == BPF_EXIT || operation == BPF_JCOND;
	default:
		return 0;
	}
}

/* How many fields are not at their first value. */
static int changes(int d, int s, int o, int i)
{
	return (d != 0) + (s != 0) + (o != 0) + (i != 0);
}

/* Each field's values are tried alone; of these, also two at a time. */
static int often_paired(int d, int s, int o, int i)
{
	int src = src_values[s];

	return (d == 0 || dst_values[d] == 11) && (s == 0 || src == 2 || src == 4 || src == 11) && o <= 1 && i <= 1;
}

static void judge_opcode(int opcode, int pairs)
{
	int is_known = known(opcode), swap = without_destination(opcode);

	if (opcode == (BPF_LD | BPF_IMM | BPF_DW))
		return;
	for (int d = 0; d < COUNT(dst_values); d++)
		for (int s = 0; s < COUNT(src_values); s++)
			for (int o = 0; o < COUNT(off_values); o++)
				for (int i = 0; i < COUNT(imm_values); i++) {
					struct bpf_insn insn = slot(opcode, dst_values[d <= 1 ? d ^ swap : d], src_values[s], off_values[o],
								    imm_values[i]);
					int n = changes(d, s, o, i);
					/* of an unknown opcode, two immediates stand for all */
					if (is_known ? n <= 1 || (n == 2 && (pairs || often_paired(d, s, o, i)))
						     : d + s + o == 0 && i <= 1)
						judge(&insn, 1);
				}
}

static void judge_wide_loads(void)
{
	static const int forms[] = { 0, 3, 4, 7, 15 };
	struct bpf_insn insn[2];

	for (int f = 0; f < COUNT(forms); f++)
		for (int d = 0; d < COUNT(dst_values); d++)
			for (int off = 0; off <= 1; off++)
				for (int upper = -1; upper <= 1; upper++) {
					insn[0] = slot(BPF_LD | BPF_IMM | BPF_DW, dst_values[d], forms[f], off, -2);
					insn[1] = slot(0, 0, 0, 0, upper);
					judge(insn, 2);
				}
	insn[0] = slot(BPF_LD | BPF_IMM | BPF_DW, 3, 0, 0, 1);
	for (int k = 0; k < 4; k++) {
		insn[1] = slot(k == 0 ? BPF_ALU : 0, k == 1, k == 2, k == 3, 0);
		judge(insn, 2);
	}
}

int main(int argc, char **argv)
{
	int pairs = argc > 1 && !strcmp(argv[1], "--pairs");

	print_origin("verdicts.c", "slots\tvisited\tunvisited\tregisters unset\tlog");
	for (int opcode = 0; opcode < 256; opcode++)
		judge_opcode(opcode, pairs);
	judge_wide_loads();
	return 0;
}
