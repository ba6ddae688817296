/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: the stack has 512 bytes, and the write is to the 8 below. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
__attribute__((naked)) int stack_overflow(void)
{
	asm volatile("r0 = 0;"
		     "*(u64 *)(r10 - 520) = r0;"
		     "exit;" ::: "r0");
}

char _license[] SEC("license") = "GPL";
