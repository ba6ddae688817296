// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0
/* What a kernel takes only with the object's types: locks, timers, trees, kptrs; and what the loader resolves: kernel symbols. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <linux/version.h>
#include <bpf/bpf_helpers.h>

#define __hidden __attribute__((visibility("hidden")))
#define private(name) SEC(".data." #name) __hidden __attribute__((aligned(8)))
#define __contains(kind, name) __attribute__((btf_decl_tag("contains:" #kind ":" #name)))

struct counter {
	struct bpf_spin_lock lock;
	__u32 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct counter);
} counters SEC(".maps");

/* A lock in a map value: the map needs its types. */
SEC("tc")
int count_locked(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct counter *counter = bpf_map_lookup_elem(&counters, &key);

	if (!counter)
		return TC_ACT_SHOT;
	bpf_spin_lock(&counter->lock);
	counter->packets++;
	counter->bytes += skb->len;
	bpf_spin_unlock(&counter->lock);
	return TC_ACT_OK;
}

struct timed {
	struct bpf_timer timer;
	__u64 expired;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct timed);
} timers SEC(".maps");

static int expire(void *map, __u32 *key, struct timed *value)
{
	value->expired++;
	return 0;
}

/* A timer with a callback, which is a function whose address is loaded. */
SEC("tc")
int start_timer(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct timed *timed = bpf_map_lookup_elem(&timers, &key);

	if (!timed)
		return TC_ACT_SHOT;
	bpf_timer_init(&timed->timer, &timers, 1 /* CLOCK_MONOTONIC */);
	bpf_timer_set_callback(&timed->timer, expire);
	return bpf_timer_start(&timed->timer, 1000, 0) ? TC_ACT_SHOT : TC_ACT_OK;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
struct bpf_rb_root {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_rb_node {
	__u64 opaque[4];
} __attribute__((aligned(8)));
#endif

extern void *bpf_obj_new_impl(__u64 local_type_id, void *meta) __ksym;
extern void bpf_obj_drop_impl(void *object, void *meta) __ksym;
extern int bpf_rbtree_add_impl(struct bpf_rb_root *root, struct bpf_rb_node *node,
			       _Bool (*less)(struct bpf_rb_node *a, const struct bpf_rb_node *b), void *meta,
			       __u64 offset) __ksym;

struct leaf {
	struct bpf_rb_node node;
	__u64 key;
};

private(TREE) struct bpf_spin_lock tree_lock;
private(TREE) struct bpf_rb_root tree __contains(leaf, node);

static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return ((struct leaf *)a)->key < ((struct leaf *)b)->key;
}

/* A tree of objects of a type of its own: map and program must have the same types. */
SEC("tc")
int plant(struct __sk_buff *skb)
{
	struct leaf *leaf = bpf_obj_new_impl(__builtin_btf_type_id(*(struct leaf *)0, 0), 0);

	if (!leaf)
		return TC_ACT_SHOT;
	leaf->key = skb->len;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add_impl(&tree, &leaf->node, less, 0, 0);
	bpf_spin_unlock(&tree_lock);
	return TC_ACT_OK;
}

extern const int bpf_prog_active __ksym;
extern const void _stext __ksym;
extern const int osmia_no_such_variable __ksym __attribute__((weak));
extern void bpf_osmia_no_such_function(void) __ksym __attribute__((weak));

/* Variables of the kernel: one with its type, one without, one that is not there; and a function that is not there. */
SEC("tc")
int read_symbols(struct __sk_buff *skb)
{
	const int *active = bpf_per_cpu_ptr(&bpf_prog_active, 0);
	const void *start = &_stext;

	__asm__ volatile("" : "+r"(start));
	if (bpf_osmia_no_such_function)
		bpf_osmia_no_such_function();
	if (!active || !start || &osmia_no_such_variable)
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}

/* Checked by itself, since it is global, although no caller passes anything but a length. */
__attribute__((noinline)) int doubled(__u32 length)
{
	return length > 1000 ? 0 : 2 * length;
}

/* Checked with its callers only: by itself, it could be passed a null pointer. */
__hidden __attribute__((noinline)) int first_byte(const __u8 *bytes)
{
	return *bytes;
}

SEC("tc")
int call_functions(struct __sk_buff *skb)
{
	__u8 bytes[8] = {7};

	__asm__ volatile("" : : "r"(bytes) : "memory");
	return first_byte(bytes) + doubled(skb->len);
}

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} inner_a SEC(".maps"), inner_b SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 3);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {.values = {[0] = &inner_a, [2] = &inner_b}};

/* Writes into the inner map that the packet's mark names. */
SEC("tc")
int write_inner(struct __sk_buff *skb)
{
	__u32 slot = skb->mark, first = 0;
	void *map = bpf_map_lookup_elem(&outer, &slot);
	__u64 *value = map ? bpf_map_lookup_elem(map, &first) : 0;

	if (!value)
		return TC_ACT_SHOT;
	*value += 10 + slot;
	return TC_ACT_OK;
}

SEC("tc")
int called_last(struct __sk_buff *skb)
{
	return 40 + skb->mark;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} programs SEC(".maps") = {.values = {[1] = (void *)&called_last}};

SEC("tc")
int call_last(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &programs, 1);
	return TC_ACT_SHOT;
}

char _license[] SEC("license") = "GPL";
