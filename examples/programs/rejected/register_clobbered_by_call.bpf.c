/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a call leaves nothing in r1 to r5; the context that came in r1 is gone afterwards. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
__attribute__((naked)) int clobbered_register(void)
{
	asm volatile("call %[ktime];"
		     "r0 = *(u32 *)(r1 + 0);"
		     "exit;" ::[ktime] "i"(BPF_FUNC_ktime_get_ns)
		     : "r0");
}

char _license[] SEC("license") = "GPL";
