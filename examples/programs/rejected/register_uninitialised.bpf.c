/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: r2 has no value when it is read. Clang would not write such code, so that it is here in assembly. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
__attribute__((naked)) int uninitialised_register(void)
{
	asm volatile("r0 = r2;"
		     "exit;" ::: "r0");
}

char _license[] SEC("license") = "GPL";
