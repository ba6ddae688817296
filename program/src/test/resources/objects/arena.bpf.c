/* Variables in an arena: a map whose memory both sides share. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define __arena __attribute__((address_space(1)))
#define BPF_MAP_TYPE_ARENA 33
#define __ulong(name, value) enum { value_of_##name = value } name

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 10);
	__ulong(map_extra, 0x1ull << 44);
} arena SEC(".maps");

int __arena first = 5;
int __arena second = 7;

SEC("syscall")
int sum(void *ctx)
{
	bpf_printk("%p", &arena);
	second++;
	return first + second;
}

char _license[] SEC("license") = "GPL";
