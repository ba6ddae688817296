/* Programs that cannot be linked, each for a reason of its own, in an object that is well formed. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern int defined_elsewhere(int number);
extern int CONFIG_HZ __kconfig;
extern _Bool CONFIG_TEXT __kconfig __weak;
static int in_no_map SEC(".notes");

SEC("xdp")
int calls_undeclared(struct xdp_md *ctx)
{
	return defined_elsewhere(ctx->ingress_ifindex);
}

SEC("xdp")
int reads_unknown_section(struct xdp_md *ctx)
{
	return *(volatile int *)&in_no_map;
}

SEC("tc")
int wants_configuration(struct __sk_buff *skb)
{
	return CONFIG_HZ + CONFIG_TEXT;
}

SEC("xdp_without_meaning")
int of_no_type(struct xdp_md *ctx)
{
	return XDP_PASS;
}
