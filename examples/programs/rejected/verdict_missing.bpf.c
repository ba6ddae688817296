/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: the verdict, r0, has no value when the program ends. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
__attribute__((naked)) int no_verdict(void)
{
	asm volatile("exit;");
}

char _license[] SEC("license") = "GPL";
