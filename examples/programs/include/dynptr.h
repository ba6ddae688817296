/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * The dynptr kfuncs that the examples call.
 *
 * bpf_dynptr_read and bpf_dynptr_write are ordinary helpers and come with bpf_helpers.h. The others are kfuncs: functions of
 * the kernel that the loader finds by name and by BTF prototype, which is what __ksym asks for.
 */
#ifndef OSMIA_EXAMPLES_DYNPTR_H
#define OSMIA_EXAMPLES_DYNPTR_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Makes *ptr stand for the metadata in front of the packet. Flags must be zero. Returns 0 or a negative error. */
extern int bpf_dynptr_from_skb_meta(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;

/*
 * A pointer to size bytes at offset, or NULL where they are not all there. The size must be a constant. Metadata lies in one
 * piece, so the pointer leads straight into it and no buffer for a copy is needed: the examples pass NULL.
 */
extern void *bpf_dynptr_slice(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 size) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 size) __ksym;

#endif
