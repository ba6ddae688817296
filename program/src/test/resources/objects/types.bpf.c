/* All kinds of BTF, and values of many types in global data. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define __tag(name) __attribute__((btf_type_tag(name)))
#define __decl(name) __attribute__((btf_decl_tag(name)))

enum colour { RED = 1, GREEN, BLUE = 7 };
enum large { SMALL = 1, HUGE = 0x100000000ull };
enum negative { MINUS = -1, PLUS = 1 };

struct nowhere;

struct bits {
	__u32 low : 3;
	__s32 middle : 5;
	__u32 high : 24;
	enum colour colour : 4;
	__u64 wide : 40;
};

union number {
	__u32 whole;
	__u8 parts[4];
};

struct nested {
	char name[8];
	struct {
		__u16 port;
		__be32 address;
	};
	union number number;
	_Bool flag;
	float ratio;
	double precise;
	enum colour colour;
	enum large large;
	enum negative negative;
	__s64 signed_number;
	struct bits bits;
	int grid[2][3];
	struct nowhere *pointer;
} __decl("on_struct");

typedef int (*callback)(struct nested *nested, const char *text, ...);

struct pointers {
	const volatile char *volatile text;
	callback call;
	struct nested *restrict *table[4];
	int __tag("user") *tagged;
	void (*no_arguments)(void);
};

struct nested example = {
	.name = "osmia",
	.port = 53,
	.address = 0x0100000a,
	.number = {.parts = {1, 2, 3, 4}},
	.flag = 1,
	.ratio = 0.5,
	.precise = -2.25,
	.colour = GREEN,
	.large = HUGE,
	.negative = MINUS,
	.signed_number = -5,
	.bits = {.low = 5, .middle = -3, .high = 0x123456, .colour = BLUE, .wide = 0x123456789aull},
	.grid = {{1, 2, 3}, {4, 5, 6}},
};
struct pointers pointers;
static volatile __u16 hidden = 3;

SEC("socket")
int read(struct __sk_buff *skb)
{
	return example.port + hidden + (pointers.text != 0);
}

char _license[] SEC("license") = "GPL";
