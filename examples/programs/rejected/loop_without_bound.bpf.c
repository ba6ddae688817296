/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Rejected: each turn of the loop is new to the verifier, and nothing says when it ends. It follows the loop until it has
 * looked at as many instructions as it is willing to, one million.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int loop_without_bound(struct xdp_md *ctx)
{
	__u64 turns = 0;

	while (bpf_get_prandom_u32() != 42)
		asm volatile("%0 += 1" : "+r"(turns));
	return turns & 1 ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
