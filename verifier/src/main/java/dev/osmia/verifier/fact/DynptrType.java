package dev.osmia.verifier.fact;

/** What a dynptr is over: {@code enum bpf_dynptr_type} of the kernel. */
public enum DynptrType {
    LOCAL("local"),
    RINGBUF("ringbuf"),
    SKB("skb"),
    XDP("xdp"),
    SKB_META("skb_meta");

    private final String kernelName;

    DynptrType(String kernelName) {
        this.kernelName = kernelName;
    }

    /** As the kernel's log prints it behind {@code dynptr_}. */
    public String kernelName() {
        return kernelName;
    }
}
