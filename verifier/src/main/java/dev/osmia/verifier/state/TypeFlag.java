package dev.osmia.verifier.state;

/** Modifiers of a register's type: the kernel's {@code enum bpf_type_flag}, in the order in which its log prints them. */
public enum TypeFlag {
    /** {@code MEM_RDONLY}. */
    READ_ONLY("rdonly_"),
    /** {@code MEM_RINGBUF}: a record reserved from a ring buffer. */
    RINGBUF("ringbuf_"),
    /** {@code MEM_USER}. */
    USER("user_"),
    /** {@code MEM_PERCPU}. */
    PER_CPU("percpu_"),
    /** {@code MEM_RCU}: valid inside this RCU section. */
    RCU("rcu_"),
    /** {@code PTR_UNTRUSTED}. */
    UNTRUSTED("untrusted_"),
    /** {@code PTR_TRUSTED}. */
    TRUSTED("trusted_"),
    /** {@code PTR_MAYBE_NULL}; printed behind the type. */
    MAYBE_NULL(""),
    /** {@code MEM_ALLOC}: an object that the program allocated. */
    ALLOCATED(""),
    /** {@code NON_OWN_REF}: owned by the list or tree that it is in. */
    NON_OWNING(""),
    /** {@code DYNPTR_TYPE_SKB}: a slice of a dynptr over the packet of an skb. */
    DYNPTR_SKB(""),
    /** {@code DYNPTR_TYPE_XDP}: a slice of a dynptr over an XDP packet. */
    DYNPTR_XDP(""),
    /** {@code DYNPTR_TYPE_SKB_META}: a slice of a dynptr over the metadata of an skb. */
    DYNPTR_SKB_META(""),
    /** {@code DYNPTR_TYPE_LOCAL}: a slice of a dynptr over a map value. */
    DYNPTR_LOCAL(""),
    /** {@code DYNPTR_TYPE_RINGBUF}: a slice of a dynptr over a ring buffer record. */
    DYNPTR_RINGBUF("");

    /** The flags that tell which dynptr a slice is of. */
    public static final int DYNPTR_FLAGS =
            DYNPTR_SKB.bit() | DYNPTR_XDP.bit() | DYNPTR_SKB_META.bit() | DYNPTR_LOCAL.bit() | DYNPTR_RINGBUF.bit();

    /** No flags. */
    public static final int NONE = 0;

    private static final TypeFlag[] PRINTED = {READ_ONLY, RINGBUF, USER, PER_CPU, RCU, UNTRUSTED, TRUSTED};

    private final String prefix;

    TypeFlag(String prefix) {
        this.prefix = prefix;
    }

    /** Its bit in a set of flags. */
    public int bit() {
        return 1 << ordinal();
    }

    /** The type with flags as the kernel's log prints it, such as {@code map_value_or_null}. */
    public static String text(RegisterType type, int flags) {
        var text = new StringBuilder();
        for (var flag : PRINTED) {
            if ((flags & flag.bit()) != 0) {
                text.append(flag.prefix);
            }
        }
        text.append(type.kernelName());
        if ((flags & MAYBE_NULL.bit()) != 0) {
            text.append(type == RegisterType.BTF_ID ? "or_null_" : "_or_null");
        }
        return text.toString();
    }
}
