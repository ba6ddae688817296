package dev.osmia.verifier.memory;

import dev.osmia.program.MapSpec;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** Memory that programs pass to helpers and kfuncs. */
public final class HelperMemory {
    private HelperMemory() {}

    /** What a callee does with memory. */
    public enum Use {
        /** Reads it: it must be initialised. */
        READ,
        /** Writes to it, and may read it: it must be initialised where it is stack. */
        WRITE,
        /** Writes all of it: it need not be initialised. */
        FILL
    }

    /**
     * Checks a range of memory.
     *
     * @return whether it is stack that the callee will write all of, so that it counts as initialised afterwards
     */
    public static boolean check(Path path, Register base, int size, Use use, boolean emptyAllowed) {
        var pointer = path.register(base);
        boolean write = use != Use.READ;
        switch (pointer.type()) {
            case PACKET, PACKET_META -> Bounds.checkPacket(base, pointer, pointer.offset(), size, emptyAllowed);
            case MAP_KEY -> {
                if (write) {
                    throw readOnly(base, pointer);
                }
                int keySize = MapAccess.mapOf(pointer).spec().keySize();
                Bounds.checkRegion(base, pointer, pointer.offset(), size, keySize, false);
            }
            case MAP_VALUE -> MapAccess.checkValue(base, pointer, pointer.offset(), size, write, emptyAllowed, false);
            case MEMORY -> {
                if (write && pointer.has(TypeFlag.READ_ONLY)) {
                    throw readOnly(base, pointer);
                }
                int available = ((Pointee.Memory) pointer.pointee()).size();
                Bounds.checkRegion(
                        base, pointer, pointer.offset(), size, Integer.toUnsignedLong(available), emptyAllowed);
            }
            case STACK -> {
                return checkStack(path, base, pointer, size, use, emptyAllowed);
            }
            default -> {
                if (!(emptyAllowed && size == 0 && pointer.isZero())) {
                    throw Rejection.of(
                            "R%d type=%s expected=%s",
                            base.number(), pointer.typeText(), RegisterType.STACK.kernelName());
                }
            }
        }
        return false;
    }

    private static boolean checkStack(
            Path path, Register base, RegisterState pointer, int size, Use use, boolean emptyAllowed) {
        if (size == 0 && !emptyAllowed) {
            throw Rejection.of("invalid zero-sized read");
        }
        if (use == Use.FILL && StackRange.checkUninitialised(path, base, pointer.offset(), size)) {
            return true;
        }
        StackRange.check(path, base, pointer.offset(), size, use != Use.READ);
        return false;
    }

    private static Rejection readOnly(Register base, RegisterState pointer) {
        return Rejection.of("R%d cannot write into %s", base.number(), pointer.typeText());
    }

    /**
     * Checks memory whose size a register gives; the size becomes precise.
     *
     * @return as {@link #check}
     */
    public static boolean checkSized(Path path, Register base, Register size, Use use, boolean emptyAllowed) {
        var bytes = path.register(size).scalar();
        if (bytes.signedMin() < 0) {
            throw Rejection.of("R%d min value is negative, either use unsigned or 'var &= const'", size.number());
        }
        if (bytes.unsignedMin() == 0 && !emptyAllowed) {
            throw Rejection.of(
                    "R%d invalid zero-sized read: u64=[%d,%d]",
                    size.number(), bytes.unsignedMin(), bytes.unsignedMax());
        }
        if (Long.compareUnsigned(bytes.unsignedMax(), Limits.VARIABLE_SIZE) >= 0) {
            throw Rejection.of("R%d unbounded memory access, use 'var &= const' or 'if (var < const)'", size.number());
        }
        // Of a size that varies, the callee may leave part of the memory as it was.
        var known = use == Use.FILL && !bytes.isConstant() ? Use.WRITE : use;
        boolean filled = check(path, base, (int) bytes.unsignedMax(), known, emptyAllowed);
        path.markPrecise(size);
        return filled;
    }

    /** Checks that memory is aligned to its size. */
    public static void checkAligned(RegisterState pointer, int size) {
        Alignment.check(pointer, 0, size, true);
    }

    /** Whether nothing can change a map's values: the read-only data of an object file. */
    public static boolean isFrozen(MapSpec spec) {
        return MapAccess.isFrozen(spec);
    }

    /** The stack that a callee filled is initialised, byte by byte, as by stores. */
    public static void fillStack(MemoryAccess memory, Register base, int size) {
        for (int i = 0; i < size; i++) {
            memory.store(Access.byHelper(base, i, 1, true));
        }
    }
}
