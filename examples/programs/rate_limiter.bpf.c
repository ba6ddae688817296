/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Limits how many packets a source may send: a token bucket for each source address. A bucket holds at most burst tokens and
 * gains packets_per_second of them each second; a packet takes one, or is dropped where there is none.
 *
 * Buckets are in a map that forgets the least recently used entry when it is full, so that a flood with forged sources costs
 * memory that is already reserved, and nothing else.
 */
#include "include/flow.h"

#define NANOSECONDS_PER_SECOND 1000000000ULL

/* Settings: user space writes .rodata before the object is loaded; from then on they are constants. */
const volatile __u64 packets_per_second = 1000;
const volatile __u64 burst = 50;

struct bucket {
	__u64 tokens;
	__u64 filled_at; /* nanoseconds since boot; the time up to which tokens have been credited */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct address);
	__type(value, struct bucket);
} buckets SEC(".maps");

/* Who was over the limit, and how often; an ordinary map, because what was dropped must not be forgotten. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct address);
	__type(value, __u64);
} dropped_by_source SEC(".maps");

/* .bss */
__u64 packets_passed;
__u64 packets_dropped;

/*
 * Credits whole tokens only, and moves filled_at forward by exactly the time that they took, so that nothing is lost to
 * rounding however often it is called. The time is bounded before it is multiplied: a source may have been silent for days.
 */
static __always_inline void refill(struct bucket *bucket, __u64 now)
{
	__u64 elapsed = now - bucket->filled_at;
	__u64 tokens;

	if (!packets_per_second)
		return;
	if (elapsed > NANOSECONDS_PER_SECOND * burst / packets_per_second) {
		bucket->tokens = burst;
		bucket->filled_at = now;
		return;
	}
	tokens = elapsed * packets_per_second / NANOSECONDS_PER_SECOND;
	bucket->filled_at += tokens * NANOSECONDS_PER_SECOND / packets_per_second;
	bucket->tokens += tokens;
	if (bucket->tokens > burst)
		bucket->tokens = burst;
}

/*
 * Returns whether the source may send one packet more. Two CPUs that serve one source at the same moment can both take the
 * last token: a limiter may err by a packet, and a lock would cost more than that.
 */
static __noinline int take_token(const struct address *source)
{
	__u64 now = bpf_ktime_get_ns();
	struct bucket *bucket = bpf_map_lookup_elem(&buckets, source);

	if (!bucket) {
		struct bucket fresh = { .tokens = burst ? burst - 1 : 0, .filled_at = now };

		bpf_map_update_elem(&buckets, source, &fresh, BPF_ANY);
		return burst > 0;
	}
	refill(bucket, now);
	if (!bucket->tokens)
		return 0;
	bucket->tokens--;
	return 1;
}

static __noinline void count_drop(const struct address *source)
{
	__u64 *drops = bpf_map_lookup_elem(&dropped_by_source, source);
	__u64 one = 1;

	if (drops)
		__sync_fetch_and_add(drops, 1);
	else
		bpf_map_update_elem(&dropped_by_source, source, &one, BPF_NOEXIST);
	__sync_fetch_and_add(&packets_dropped, 1);
}

SEC("xdp")
int limit_rate(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *data_end = (void *)(long)ctx->data_end;
	struct parsed_packet packet;
	struct address source;

	/* What has no IP source, ARP above all, passes: to drop it would cut the link itself. */
	if (parse_packet(data, data_end, &packet) ||
	    source_address(data, data_end, packet.ether_type, packet.l3_offset, &source))
		return XDP_PASS;
	if (!take_token(&source)) {
		count_drop(&source);
		return XDP_DROP;
	}
	__sync_fetch_and_add(&packets_passed, 1);
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
