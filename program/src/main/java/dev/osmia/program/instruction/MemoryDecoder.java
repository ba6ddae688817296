package dev.osmia.program.instruction;

import static dev.osmia.program.instruction.Undecodables.inPassOverSlots;
import static dev.osmia.program.instruction.Undecodables.invalidRegister;
import static dev.osmia.program.instruction.Undecodables.unknownOpcode;
import static dev.osmia.program.instruction.Undecodables.visited;

/**
 * Classes LD (without the wide load), LDX, ST and STX. The checks come in the order of the kernel's {@code resolve_pseudo_ldimm64},
 * {@code do_check}, {@code check_atomic} and {@code check_ld_abs}.
 */
final class MemoryDecoder {
    private MemoryDecoder() {}

    static Instruction decodePacketLoad(RawInstruction raw) {
        int mode = Opcode.modeOf(raw.opcode());
        var size = Opcode.sizeOf(raw.opcode());
        if ((mode != Opcode.BPF_ABS && mode != Opcode.BPF_IND) || size == MemorySize.DOUBLE_WORD) {
            return unknownOpcode(raw);
        }
        boolean indirect = mode == Opcode.BPF_IND;
        if (raw.destination() != 0 || raw.offset() != 0 || (!indirect && raw.source() != 0)) {
            return visited(raw, "BPF_LD_[ABS|IND] uses reserved fields");
        }
        if (!indirect) {
            return new Instruction.LoadPacket(size, null, raw.immediate());
        }
        var index = Register.of(raw.source());
        return index.isPresent()
                ? new Instruction.LoadPacket(size, index.get(), raw.immediate())
                : invalidRegister(raw, Register.R6, raw.source());
    }

    static Instruction decodeLoad(RawInstruction raw) {
        int mode = Opcode.modeOf(raw.opcode());
        if ((mode != Opcode.BPF_MEM && mode != Opcode.BPF_MEMSX) || raw.immediate() != 0) {
            return inPassOverSlots(raw, "BPF_LDX uses reserved fields");
        }
        boolean signExtend = mode == Opcode.BPF_MEMSX;
        var size = Opcode.sizeOf(raw.opcode());
        if (signExtend && size == MemorySize.DOUBLE_WORD) {
            return unknownOpcode(raw);
        }
        var base = Register.of(raw.source());
        if (base.isEmpty()) {
            return invalidRegister(raw, raw.source());
        }
        var destination = Register.of(raw.destination());
        return destination.isPresent()
                ? new Instruction.Load(size, signExtend, destination.get(), base.get(), raw.offset())
                : invalidRegister(raw, base.get(), raw.destination());
    }

    static Instruction decodeStoreImmediate(RawInstruction raw) {
        if (Opcode.modeOf(raw.opcode()) != Opcode.BPF_MEM) {
            return unknownOpcode(raw);
        }
        if (raw.source() != 0) {
            return visited(raw, "BPF_ST uses reserved fields");
        }
        var base = Register.of(raw.destination());
        return base.isPresent()
                ? new Instruction.Store(
                        Opcode.sizeOf(raw.opcode()), base.get(), raw.offset(), Operand.immediate(raw.immediate()))
                : invalidRegister(raw, raw.destination());
    }

    static Instruction decodeStoreRegister(RawInstruction raw) {
        var size = Opcode.sizeOf(raw.opcode());
        return switch (Opcode.modeOf(raw.opcode())) {
            case Opcode.BPF_MEM ->
                raw.immediate() != 0
                        ? visited(raw, "BPF_STX uses reserved fields")
                        : withSourceFirst(
                                raw, (base, source) -> new Instruction.Store(size, base, raw.offset(), source));
            case Opcode.BPF_ATOMIC -> decodeAtomic(raw, size);
            default -> unknownOpcode(raw);
        };
    }

    private static Instruction decodeAtomic(RawInstruction raw, MemorySize size) {
        if (raw.immediate() == Opcode.BPF_LOAD_ACQ) {
            return withSourceFirst(
                    raw, (destination, base) -> new Instruction.LoadAcquire(size, destination, base, raw.offset()));
        }
        if (raw.immediate() == Opcode.BPF_STORE_REL) {
            return withSourceFirst(
                    raw, (base, source) -> new Instruction.StoreRelease(size, base, raw.offset(), source));
        }
        var op = AtomicOp.ofImmediate(raw.immediate());
        if (op.isEmpty()) {
            return visited(raw, "BPF_ATOMIC uses invalid atomic opcode %02x".formatted(raw.immediate()));
        }
        if (size == MemorySize.BYTE || size == MemorySize.HALF_WORD) {
            return visited(raw, "invalid atomic operand size");
        }
        boolean fetch = (raw.immediate() & AtomicOp.FETCH) != 0;
        return withSourceFirst(
                raw, (base, source) -> new Instruction.Atomic(size, op.get(), fetch, base, raw.offset(), source));
    }

    private interface OfRegisters {
        Instruction make(Register destination, Register source);
    }

    private static Instruction withSourceFirst(RawInstruction raw, OfRegisters shape) {
        var source = Register.of(raw.source());
        if (source.isEmpty()) {
            return invalidRegister(raw, raw.source());
        }
        var destination = Register.of(raw.destination());
        return destination.isPresent()
                ? shape.make(destination.get(), source.get())
                : invalidRegister(raw, source.get(), raw.destination());
    }
}
