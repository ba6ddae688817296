/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Rejected, where the loading process lacks CAP_PERFMON: 8 bytes of the stack are read that nothing has written. To processes
 * that may read all of kernel memory anyway, the kernel allows it.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
__attribute__((naked)) int uninitialised_stack(void)
{
	asm volatile("r0 = *(u64 *)(r10 - 8);"
		     "exit;" ::: "r0");
}

char _license[] SEC("license") = "GPL";
