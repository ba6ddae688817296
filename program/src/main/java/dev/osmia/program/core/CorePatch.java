package dev.osmia.program.core;

import dev.osmia.program.instruction.RawInstruction;
import java.util.List;

/**
 * How an instruction changes.
 *
 * @param original the operand that the compiler must have written
 * @param replacement the operand for the target; null where the target has none
 * @param sizeMayChange whether an access of another size is right
 */
record CorePatch(CoreValue original, CoreValue replacement, boolean sizeMayChange) {
    private static final int LD = 0;
    private static final int LDX = 1;
    private static final int ST = 2;
    private static final int STX = 3;
    private static final int ALU = 4;
    private static final int ALU64 = 7;
    private static final int CLASS_MASK = 0x07;
    private static final int SIZE_MASK = 0x18;
    private static final int SOURCE_REGISTER = 0x08;
    private static final int LOAD_IMMEDIATE_64 = 0x18;
    private static final int CALL = 0x85;

    /** The number of the helper that no kernel has; 0xbad2310 reads "bad relo". */
    static final int NO_HELPER = 0xbad2310;

    void apply(List<RawInstruction> slots, int index) throws CoreProblem {
        var raw = slots.get(index);
        switch (raw.opcode() & CLASS_MASK) {
            case ALU, ALU64 -> slots.set(index, arithmetic(raw));
            case LDX, ST, STX -> slots.set(index, access(raw));
            case LD -> load(slots, index);
            default -> throw unexpected(raw);
        }
    }

    private RawInstruction arithmetic(RawInstruction raw) throws CoreProblem {
        if ((raw.opcode() & SOURCE_REGISTER) != 0) {
            throw unexpected(raw);
        } else if (replacement == null) {
            return poisoned();
        }
        check(raw.immediate());
        return new RawInstruction(
                raw.opcode(), raw.destination(), raw.source(), raw.offset(), (int) replacement.value());
    }

    private RawInstruction access(RawInstruction raw) throws CoreProblem {
        if (replacement == null || !sizeMayChange) {
            return poisoned();
        }
        check(raw.offset());
        if (replacement.value() > Short.MAX_VALUE) {
            throw new CoreProblem("an offset of at most " + Short.MAX_VALUE, Long.toString(replacement.value()));
        }
        int opcode = raw.opcode();
        if (replacement.size() != original.size()) {
            if (accessSize(opcode) != original.size()) {
                throw new CoreProblem("an access of " + original.size() + " bytes", accessSize(opcode) + " bytes");
            }
            opcode = (opcode & ~SIZE_MASK) | sizeBits(replacement.size());
        }
        return new RawInstruction(
                opcode, raw.destination(), raw.source(), (short) replacement.value(), raw.immediate());
    }

    private static int accessSize(int opcode) {
        return switch (opcode & SIZE_MASK) {
            case 0x00 -> Integer.BYTES;
            case 0x08 -> Short.BYTES;
            case 0x10 -> Byte.BYTES;
            default -> Long.BYTES;
        };
    }

    private static int sizeBits(int bytes) throws CoreProblem {
        return switch (bytes) {
            case Integer.BYTES -> 0x00;
            case Short.BYTES -> 0x08;
            case Byte.BYTES -> 0x10;
            case Long.BYTES -> 0x18;
            default -> throw new CoreProblem("a member of 1, 2, 4 or 8 bytes", bytes + " bytes");
        };
    }

    private void load(List<RawInstruction> slots, int index) throws CoreProblem {
        var first = slots.get(index);
        if (first.opcode() != LOAD_IMMEDIATE_64 || first.source() != 0 || index + 1 >= slots.size()) {
            throw unexpected(first);
        }
        var second = slots.get(index + 1);
        if (replacement == null) {
            slots.set(index, poisoned());
            slots.set(index + 1, poisoned());
            return;
        }
        check((first.immediate() & 0xffff_ffffL) | ((long) second.immediate() << Integer.SIZE));
        slots.set(index, withImmediate(first, (int) replacement.value()));
        slots.set(index + 1, withImmediate(second, (int) (replacement.value() >>> Integer.SIZE)));
    }

    private static RawInstruction withImmediate(RawInstruction raw, int immediate) {
        return new RawInstruction(raw.opcode(), raw.destination(), raw.source(), raw.offset(), immediate);
    }

    private static RawInstruction poisoned() {
        return new RawInstruction(CALL, 0, 0, (short) 0, NO_HELPER);
    }

    private void check(long found) throws CoreProblem {
        boolean asCompiled = found == original.value() || found == (int) original.value();
        if (original.validate() && !asCompiled) {
            throw new CoreProblem(
                    "the operand " + original.value() + " of the object's own types", Long.toString(found));
        }
    }

    private static CoreProblem unexpected(RawInstruction raw) {
        return new CoreProblem("an instruction that can be relocated", "opcode 0x%02x".formatted(raw.opcode()));
    }
}
