package dev.osmia.program.uapi;

/** What a tc program decides: {@code TC_ACT_*} of {@code linux/pkt_cls.h}. */
public enum TcAction {
    TC_ACT_UNSPEC(-1),
    TC_ACT_OK(0),
    TC_ACT_RECLASSIFY(1),
    TC_ACT_SHOT(2),
    TC_ACT_PIPE(3),
    TC_ACT_STOLEN(4),
    TC_ACT_QUEUED(5),
    TC_ACT_REPEAT(6),
    TC_ACT_REDIRECT(7),
    TC_ACT_TRAP(8);

    private static final TcAction[] ACTIONS = values();

    private final int code;

    TcAction(int code) {
        this.code = code;
    }

    /** The number that a program returns. */
    public int code() {
        return code;
    }

    /** The action of a return value. Numbers that name none mean {@link #TC_ACT_UNSPEC}, as for a classifier in direct-action mode. */
    public static TcAction of(int code) {
        return code >= 0 && code < ACTIONS.length - 1 ? ACTIONS[code + 1] : TC_ACT_UNSPEC;
    }
}
