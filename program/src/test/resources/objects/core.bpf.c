/* Relocations against another kernel's types: core_target.bpf.c has the same structs laid out differently. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct address {
	int family;
	int port;
} __attribute__((preserve_access_index));

enum mode { MODE_OFF, MODE_ON, MODE_GONE };

struct device {
	int index;
	unsigned short mtu;
	struct address addresses[4];
	void *removed;
	unsigned int up : 1;
	unsigned int speed : 7;
	enum mode mode;
	long features;
	unsigned int counter;
} __attribute__((preserve_access_index));

/* The older layout of the same struct. */
struct device___old {
	long counter;
	int legacy;
} __attribute__((preserve_access_index));

struct unknown {
	int anything;
} __attribute__((preserve_access_index));

typedef int (*handler)(struct device *device, int number);

static struct device *volatile place;

#define RESULT(name, expression)                                                                                       \
	SEC("socket") int name(struct __sk_buff *skb)                                                                  \
	{                                                                                                              \
		return (expression);                                                                                   \
	}

RESULT(index_offset, bpf_core_field_offset(struct device, index))
RESULT(mtu_offset, bpf_core_field_offset(struct device, mtu))
RESULT(second_port_offset, bpf_core_field_offset(struct device, addresses[1].port))
RESULT(mtu_size, bpf_core_field_size(struct device, mtu))
RESULT(addresses_size, bpf_core_field_size(struct device, addresses))
RESULT(mtu_exists, bpf_core_field_exists(struct device, mtu))
RESULT(removed_exists, bpf_core_field_exists(struct device, removed))
RESULT(legacy_exists, bpf_core_field_exists(struct device___old, legacy))
RESULT(fourth_address_exists, bpf_core_field_exists(place->addresses[3]))
RESULT(index_signed, __builtin_preserve_field_info(place->index, BPF_FIELD_SIGNED))
RESULT(mtu_signed, __builtin_preserve_field_info(place->mtu, BPF_FIELD_SIGNED))
RESULT(speed_offset, __builtin_preserve_field_info(place->speed, BPF_FIELD_BYTE_OFFSET))
RESULT(speed_size, __builtin_preserve_field_info(place->speed, BPF_FIELD_BYTE_SIZE))
RESULT(speed_left, __builtin_preserve_field_info(place->speed, BPF_FIELD_LSHIFT_U64))
RESULT(speed_right, __builtin_preserve_field_info(place->speed, BPF_FIELD_RSHIFT_U64))
RESULT(device_exists, bpf_core_type_exists(struct device))
RESULT(unknown_exists, bpf_core_type_exists(struct unknown))
RESULT(device_size, bpf_core_type_size(struct device))
RESULT(unknown_size, bpf_core_type_size(struct unknown))
RESULT(address_matches, __builtin_preserve_type_info(*(struct address *)0, 2))
RESULT(device_matches, __builtin_preserve_type_info(*(struct device *)0, 2))
RESULT(handler_exists, bpf_core_type_exists(handler))
RESULT(device_local, bpf_core_type_id_local(struct device))
RESULT(device_target, bpf_core_type_id_kernel(struct device))
RESULT(unknown_target, bpf_core_type_id_kernel(struct unknown))
RESULT(mode_on, bpf_core_enum_value(enum mode, MODE_ON))
RESULT(mode_on_exists, bpf_core_enum_value_exists(enum mode, MODE_ON))
RESULT(mode_gone_exists, bpf_core_enum_value_exists(enum mode, MODE_GONE))
RESULT(mode_gone, bpf_core_enum_value(enum mode, MODE_GONE))

SEC("socket")
int loads(struct __sk_buff *skb)
{
	return place->index + place->counter;
}

SEC("socket")
int loads_removed(struct __sk_buff *skb)
{
	return place->removed != 0;
}

SEC("socket")
int loads_narrowed(struct __sk_buff *skb)
{
	return place->features;
}

char _license[] SEC("license") = "GPL";
