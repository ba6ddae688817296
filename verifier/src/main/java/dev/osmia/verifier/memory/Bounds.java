package dev.osmia.verifier.memory;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;

/** Whether an access stays within memory of a known size. */
public final class Bounds {
    private Bounds() {}

    /**
     * Checks an access at a variable offset.
     *
     * @param offset the fixed offset, the pointer's own included
     * @param size bytes accessed
     * @param available bytes there
     * @param emptyAllowed whether accessing no byte is fine
     */
    static void checkRegion(
            Register base, RegisterState pointer, int offset, int size, long available, boolean emptyAllowed) {
        var variable = pointer.scalar();
        long least = variable.signedMin() + offset;
        if (variable.signedMin() < 0 && (variable.signedMin() == Long.MIN_VALUE || least != (int) least || least < 0)) {
            throw negative(base);
        }
        checkEnd(base, pointer, (int) least, size, available, emptyAllowed, "min");
        if (Long.compareUnsigned(variable.unsignedMax(), Limits.VARIABLE_OFFSET) >= 0) {
            throw Rejection.of("R%d unbounded memory access, make sure to bounds check any such access", base.number());
        }
        checkEnd(base, pointer, (int) variable.unsignedMax() + offset, size, available, emptyAllowed, "max");
    }

    static Rejection negative(Register base) {
        return Rejection.of(
                "R%d min value is negative, either use unsigned index or do a if (index >=0) check.", base.number());
    }

    private static void checkEnd(
            Register base,
            RegisterState pointer,
            int offset,
            int size,
            long available,
            boolean emptyAllowed,
            String which) {
        try {
            check(base, pointer, offset, size, available, emptyAllowed);
        } catch (Rejection outside) {
            throw outside.with("R%d %s value is outside of the allowed memory range", base.number(), which);
        }
    }

    /** Checks an access at a fixed offset. */
    static void check(
            Register base, RegisterState pointer, int offset, int size, long available, boolean emptyAllowed) {
        boolean sized = size > 0 || (size == 0 && emptyAllowed);
        if (offset >= 0 && sized && (long) offset + size <= available) {
            return;
        }
        if (pointer.flags() == 0) {
            switch (pointer.type()) {
                case MAP_KEY ->
                    throw Rejection.of(
                            "invalid access to map key, key_size=%d off=%d size=%d", available, offset, size);
                case MAP_VALUE ->
                    throw Rejection.of(
                            "invalid access to map value, value_size=%d off=%d size=%d", available, offset, size);
                case PACKET, PACKET_META ->
                    throw Rejection.of(
                            "invalid access to packet, off=%d size=%d, R%d(id=%d,off=%d,r=%d)",
                            offset, size, base.number(), pointer.id(), offset, available);
                case NOT_INITIALISED,
                        SCALAR,
                        CONTEXT,
                        MAP_POINTER,
                        STACK,
                        PACKET_END,
                        FLOW_KEYS,
                        SOCKET,
                        SOCK_COMMON,
                        TCP_SOCK,
                        TP_BUFFER,
                        XDP_SOCK,
                        BTF_ID,
                        MEMORY,
                        ARENA,
                        BUFFER,
                        FUNCTION,
                        DYNPTR -> {}
            }
        }
        throw Rejection.of("invalid access to memory, mem_size=%d off=%d size=%d", available, offset, size);
    }

    /** Checks an access to the packet or its metadata. */
    static void checkPacket(Register base, RegisterState pointer, int offset, int size, boolean emptyAllowed) {
        if (pointer.scalar().signedMin() < 0) {
            throw negative(base);
        }
        int range = ((Pointee.PacketRange) pointer.pointee()).bytes();
        String outside = "R%d offset is outside of the packet";
        if (range < 0) {
            throw Rejection.of(outside, base.number());
        }
        try {
            check(base, pointer, offset, size, range, emptyAllowed);
        } catch (Rejection rejection) {
            throw rejection.with(outside, base.number());
        }
    }

    /**
     * Checks that a pointer is where it was made, as contexts and kernel objects ask.
     *
     * @param fixedAllowed whether a constant may have been added
     */
    public static void checkUnmodified(RegisterState pointer, Register register, boolean fixedAllowed) {
        if (pointer.offset() < 0) {
            throw Rejection.of(
                    "negative offset %s ptr R%d off=%d disallowed",
                    pointer.typeText(), register.number(), pointer.offset());
        }
        if (!fixedAllowed && pointer.offset() != 0) {
            throw Rejection.of(
                    "dereference of modified %s ptr R%d off=%d disallowed",
                    pointer.typeText(), register.number(), pointer.offset());
        }
        if (!pointer.scalar().isConstant(0)) {
            throw Rejection.of(
                    "variable %s access var_off=%s disallowed", pointer.typeText(), pointer.variableOffset());
        }
    }
}
