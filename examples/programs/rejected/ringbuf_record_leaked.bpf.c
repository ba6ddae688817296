/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: on one of the two ways out the reserved record is neither submitted nor discarded. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} records SEC(".maps");

SEC("xdp")
int leak_record(struct xdp_md *ctx)
{
	__u32 *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

	if (!record)
		return XDP_PASS;
	*record = ctx->rx_queue_index;
	if (*record == 0)
		return XDP_DROP;
	bpf_ringbuf_submit(record, 0);
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
