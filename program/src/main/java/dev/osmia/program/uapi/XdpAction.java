package dev.osmia.program.uapi;

/** What an XDP program decides: {@code enum xdp_action} of {@code linux/bpf.h}. */
public enum XdpAction {
    XDP_ABORTED,
    XDP_DROP,
    XDP_PASS,
    XDP_TX,
    XDP_REDIRECT;

    private static final XdpAction[] ACTIONS = values();

    /** The number that a program returns. */
    public int code() {
        return ordinal();
    }

    /** The action of a return value. Numbers that name none abort, as in the kernel. */
    public static XdpAction of(int code) {
        return code >= 0 && code < ACTIONS.length ? ACTIONS[code] : XDP_ABORTED;
    }
}
