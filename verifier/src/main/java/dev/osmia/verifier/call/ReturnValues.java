package dev.osmia.verifier.call;

import dev.osmia.program.instruction.Register;
import dev.osmia.program.object.SectionNames;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.ReturnRange;

/** What programs, global functions and callbacks may return. */
public final class ReturnValues {
    private static final ReturnRange ZERO_OR_ONE = new ReturnRange(0, 1);

    private ReturnValues() {}

    /**
     * Checks the value with which a program or function ends.
     *
     * @param register the register that holds it
     * @param name the register, as messages name it
     */
    public static void check(Path path, Register register, String name) {
        var value = path.register(register);
        if (!value.isInitialised()) {
            throw Rejection.of("R%d !read_ok", register.number());
        }
        if (!path.privileged() && !value.isScalar()) {
            throw Rejection.of("R%d leaks addr as return value", register.number());
        }
        var frame = path.state().frame(0);
        if (frame.callback() == Frame.CallbackKind.ASYNCHRONOUS) {
            checkNumber(path, register, name, "At async callback return", frame.returnRange());
        } else if (frame.subprogram() > 0 && frame.callback() != Frame.CallbackKind.EXCEPTION) {
            if (!value.isScalar()) {
                throw Rejection.of(
                        "At subprogram exit the register R%d is not a scalar value (%s)",
                        register.number(), value.typeText());
            }
        } else {
            var range = rangeOf(path);
            if (range != null) {
                checkNumber(path, register, name, "At program exit", range);
            }
        }
    }

    private static void checkNumber(Path path, Register register, String name, String where, ReturnRange range) {
        var value = path.register(register);
        if (!value.isScalar()) {
            throw Rejection.of(
                    "%s the register R%d is not a known value (%s)", where, register.number(), value.typeText());
        }
        path.markPrecise(register);
        checkRange(value, range, where, name, false);
    }

    /** Checks that a number is one that may be returned. */
    static void checkRange(RegisterState value, ReturnRange range, String where, String name, boolean low32) {
        var scalar = value.scalar();
        long least = low32 ? scalar.signed32Min() : scalar.signedMin();
        long greatest = low32 ? scalar.signed32Max() : scalar.signedMax();
        if (range.min() <= least && greatest <= range.max()) {
            return;
        }
        var text = new StringBuilder(where + " the register " + name + " has");
        boolean unknown = true;
        if (scalar.signedMin() > Long.MIN_VALUE) {
            text.append(" smin=").append(scalar.signedMin());
            unknown = false;
        }
        if (scalar.signedMax() < Long.MAX_VALUE) {
            text.append(" smax=").append(scalar.signedMax());
            unknown = false;
        }
        if (unknown) {
            text.append(" unknown scalar value");
        }
        throw Rejection.of("%s should have been in [%d, %d]", text, range.min(), range.max());
    }

    /** What the program type allows; null for any value. */
    private static ReturnRange rangeOf(Path path) {
        String attached = SectionNames.attachType(path.verification().program());
        return switch (path.verification().type()) {
            case CGROUP_SKB -> attached.equals("BPF_CGROUP_INET_EGRESS") ? new ReturnRange(0, 3) : ZERO_OR_ONE;
            case CGROUP_SOCK_ADDR -> rangeOfAddress(attached);
            case CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT, SK_LOOKUP, NETFILTER ->
                ZERO_OR_ONE;
            case TRACING -> rangeOfTracing(attached);
            case KPROBE -> attached.endsWith("_SESSION") ? ZERO_OR_ONE : null;
            default -> null;
        };
    }

    private static ReturnRange rangeOfAddress(String attached) {
        return switch (attached) {
            case "BPF_CGROUP_UDP4_RECVMSG",
                    "BPF_CGROUP_UDP6_RECVMSG",
                    "BPF_CGROUP_UNIX_RECVMSG",
                    "BPF_CGROUP_INET4_GETPEERNAME",
                    "BPF_CGROUP_INET6_GETPEERNAME",
                    "BPF_CGROUP_UNIX_GETPEERNAME",
                    "BPF_CGROUP_INET4_GETSOCKNAME",
                    "BPF_CGROUP_INET6_GETSOCKNAME",
                    "BPF_CGROUP_UNIX_GETSOCKNAME" -> new ReturnRange(1, 1);
            case "BPF_CGROUP_INET4_BIND", "BPF_CGROUP_INET6_BIND" -> new ReturnRange(0, 3);
            default -> ZERO_OR_ONE;
        };
    }

    private static ReturnRange rangeOfTracing(String attached) {
        return switch (attached) {
            case "BPF_TRACE_FENTRY", "BPF_TRACE_FEXIT" -> new ReturnRange(0, 0);
            case "BPF_TRACE_ITER" -> ZERO_OR_ONE;
            default -> null;
        };
    }
}
