/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a callback releases the sample that it is shown, which is not its own. */
#include "../include/dynptr.h"
#include <linux/pkt_cls.h>

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} samples SEC(".maps");

static long take(struct bpf_dynptr *sample, void *context)
{
	bpf_ringbuf_submit_dynptr(sample, 0);
	return 0;
}

SEC("tc")
int drain_samples(struct __sk_buff *skb)
{
	return bpf_user_ringbuf_drain(&samples, take, NULL, 0) < 0 ? TC_ACT_SHOT : TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
