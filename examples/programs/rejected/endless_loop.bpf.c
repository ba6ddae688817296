/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: nothing changes from one turn of the loop to the next, so that it can never end. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int endless_loop(struct xdp_md *ctx)
{
	for (;;)
		asm volatile("" ::: "memory");
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
