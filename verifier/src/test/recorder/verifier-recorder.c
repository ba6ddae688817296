/* verifier-recorder: what the running kernel's verifier knows of registers after each instruction.
 *
 *   cc -O2 -o verifier-recorder verifier-recorder.c       (needs linux/bpf.h; run as root)
 *   verifier-recorder < PROGRAMS > TABLE                the numbers that registers may hold
 *   verifier-recorder --flow < PROGRAMS > TABLE         what is known before anything is interpreted
 *
 * PROGRAMS has one program a line, as hexadecimal digits. Each gives one line of TABLE: the program, then what the verifier's log
 * says, as fields separated by '|':
 *   5 R6=scalar(...) R7=1     the registers that instruction 5 touched, after it
 *   5>20 R0=0 R6=...          all registers where the jump of instruction 5 arrives at 20
 *   error TEXT                the last line of the log of a program that was rejected
 * and with --flow:
 *   func 1 7                  a subprogram and its first slot
 *   live 1 2 .....67..        a loop or 0, an instruction in it, and the registers that are live before it
 * Programs are loaded as classifiers and closed again; nothing is attached or run.
 */
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LOG_SIZE = 4 << 20, LINE_SIZE = 1 << 20, LOG_LEVEL = 2 };

static int flow;
static char log_text[LOG_SIZE];
static char line[LINE_SIZE];
static unsigned char code[LINE_SIZE / 2];

static size_t read_hex(const char *hex)
{
	size_t count = 0;
	unsigned int byte;

	while (sscanf(hex + 2 * count, "%2x", &byte) == 1)
		code[count++] = byte;
	return count;
}

static int load(size_t bytes)
{
	union bpf_attr attributes = {
		.prog_type = BPF_PROG_TYPE_SCHED_CLS,
		.insns = (unsigned long)code,
		.insn_cnt = bytes / sizeof(struct bpf_insn),
		.license = (unsigned long)"GPL",
		.log_buf = (unsigned long)log_text,
		.log_size = LOG_SIZE,
		.log_level = LOG_LEVEL,
	};

	log_text[0] = 0;
	return syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof(attributes));
}

/* The registers that programs for this table work with. What else stands in the line is left out, to keep the table short. */
static void print_registers(const char *state)
{
	while (state) {
		const char *next = strstr(state, " R");
		const char *slots = strstr(state, " fp");
		const char *end = next ? next : state + strlen(state);

		if (slots && slots < end)
			end = slots;
		if (state[1] >= '6' && state[1] <= '9' && state[2] == '=')
			printf(" %.*s", (int)(end - state), state);
		state = next ? next + 1 : NULL;
	}
}

/* One line of the log, where it says something of registers. A state that stands on a line of its own belongs to the instruction of
 * the line before: remarks on precision came between.
 */
static void print_state(const char *text, int *instruction)
{
	int from, to, length = 0;
	const char *state;

	if (sscanf(text, "from %d to %d: %n", &from, &to, &length) == 2 && length) {
		printf("|%d>%d", from, to);
		print_registers(text + length);
	} else if (sscanf(text, "%d: R%n", &from, &length) == 1 && length && *instruction >= 0) {
		printf("|%d", *instruction);
		print_registers(text + length - 1);
	} else if (text[0] != ' ' && sscanf(text, "%d: (%n", &from, &length) == 1 && length) {
		*instruction = from;
		if ((state = strstr(text, "; R"))) {
			printf("|%d", from);
			print_registers(state + 2);
		}
	}
}

/* One line of the log, where it says something of the program's shape. The columns of loops are blank outside of loops. */
static void print_shape(const char *text)
{
	int loop, instruction, index, start, length = 0;

	if (sscanf(text, "func#%d @%d", &index, &start) == 2)
		printf("|func %d %d", index, start);
	else if (sscanf(text, "%d %d: %n", &loop, &instruction, &length) == 2 && length)
		printf("|live %d %d %.10s", loop, instruction, text + length);
	else if (text[0] == ' ' && sscanf(text, "%d: %n", &instruction, &length) == 1 && length && text[length] != '(')
		printf("|live 0 %d %.10s", instruction, text + length);
}

static void print_log(int accepted)
{
	char *rest = log_text, *text, last[1024] = "";
	int instruction = -1;

	while ((text = strsep(&rest, "\n"))) {
		if (!strncmp(text, "processed ", strlen("processed ")) || !strncmp(text, "verification time", 17))
			break;
		if (flow)
			print_shape(text);
		else
			print_state(text, &instruction);
		if (*text)
			snprintf(last, sizeof(last), "%s", text);
	}
	if (!accepted)
		printf("|error %s", last);
}

int main(int argc, char **argv)
{
	flow = argc > 1 && !strcmp(argv[1], "--flow");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		int fd = load(read_hex(line));
		printf("%s", line);
		print_log(fd >= 0);
		printf("\n");
		fflush(stdout);
		if (fd >= 0)
			close(fd);
	}
	return 0;
}
