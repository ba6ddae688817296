/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* Rejected: a record that was submitted belongs to the reader, and is written to once more. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} records SEC(".maps");

SEC("xdp")
int write_after_submit(struct xdp_md *ctx)
{
	__u32 *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

	if (!record)
		return XDP_PASS;
	bpf_ringbuf_submit(record, 0);
	*record = ctx->rx_queue_index;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
