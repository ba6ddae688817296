package dev.osmia.cli.run;

import dev.osmia.program.uapi.TcAction;
import dev.osmia.program.uapi.XdpAction;

/** What became of the packet in hand: the verdict of the last XDP and of the last tc program that saw it. One is used for all packets. */
final class Outcome {
    private boolean sawXdp;
    private boolean sawTc;
    private int xdpCode;
    private int tcCode;

    void reset() {
        sawXdp = false;
        sawTc = false;
    }

    void xdp(int code) {
        sawXdp = true;
        xdpCode = code;
    }

    void tc(int code) {
        sawTc = true;
        tcCode = code;
    }

    boolean sawXdp() {
        return sawXdp;
    }

    boolean sawTc() {
        return sawTc;
    }

    int xdpCode() {
        return xdpCode;
    }

    int tcCode() {
        return tcCode;
    }

    XdpAction xdpAction() {
        return XdpAction.of(xdpCode);
    }

    TcAction tcAction() {
        return TcAction.of(tcCode);
    }

    /** Whether the packet goes up to the network stack. */
    boolean passes() {
        boolean xdpPasses = !sawXdp || xdpAction() == XdpAction.XDP_PASS;
        return xdpPasses && (!sawTc || !consumed(tcAction()));
    }

    /** Whether the packet goes out through another interface. */
    boolean redirected() {
        return (sawXdp && xdpAction() == XdpAction.XDP_REDIRECT) || (sawTc && tcAction() == TcAction.TC_ACT_REDIRECT);
    }

    /** Whether no later tc program and not the stack sees the packet after this verdict. */
    static boolean consumed(TcAction action) {
        return switch (action) {
            case TC_ACT_SHOT, TC_ACT_STOLEN, TC_ACT_QUEUED, TC_ACT_REPEAT, TC_ACT_TRAP, TC_ACT_REDIRECT -> true;
            case TC_ACT_UNSPEC, TC_ACT_OK, TC_ACT_RECLASSIFY, TC_ACT_PIPE -> false;
        };
    }
}
