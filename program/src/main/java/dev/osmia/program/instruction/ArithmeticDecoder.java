package dev.osmia.program.instruction;

import static dev.osmia.program.instruction.Undecodables.invalidRegister;
import static dev.osmia.program.instruction.Undecodables.unknownOpcode;
import static dev.osmia.program.instruction.Undecodables.visited;

import java.util.Optional;

/** Classes ALU and ALU64. The checks come in the order of the kernel's {@code check_alu_op}. */
final class ArithmeticDecoder {
    private ArithmeticDecoder() {}

    static Instruction decode(RawInstruction raw, OperationWidth width) {
        int operation = Opcode.operationOf(raw.opcode());
        if (operation == Opcode.BPF_NEG) {
            return decodeNegate(raw, width);
        }
        if (operation == Opcode.BPF_END) {
            return decodeByteSwap(raw, width);
        }
        if (operation == AluOp.MOV.code()) {
            return Opcode.takesRegister(raw.opcode()) ? decodeMove(raw, width) : decodeMoveImmediate(raw, width);
        }
        return AluOp.ofCode(operation, raw.offset() == 1)
                .map(op -> decodeBinary(raw, width, op))
                .orElseGet(() -> AluOp.ofCode(operation, false).isPresent()
                        ? visited(raw, "BPF_ALU uses reserved fields")
                        : unknownOpcode(raw));
    }

    private static Instruction decodeNegate(RawInstruction raw, OperationWidth width) {
        if (Opcode.takesRegister(raw.opcode())) {
            return unknownOpcode(raw);
        }
        if (raw.source() != 0 || raw.offset() != 0 || raw.immediate() != 0) {
            return visited(raw, "BPF_NEG uses reserved fields");
        }
        return withDestination(raw, destination -> new Instruction.Negate(width, destination));
    }

    private static Instruction decodeByteSwap(RawInstruction raw, OperationWidth width) {
        boolean toBigEndian = Opcode.takesRegister(raw.opcode());
        if (width == OperationWidth.W64 && toBigEndian) {
            return unknownOpcode(raw);
        }
        int bits = raw.immediate();
        if (raw.source() != 0 || raw.offset() != 0 || (bits != 16 && bits != 32 && bits != 64)) {
            return visited(raw, "BPF_END uses reserved fields");
        }
        var change = switch (width) {
            case W64 -> ByteOrderChange.SWAP;
            case W32 -> toBigEndian ? ByteOrderChange.TO_BIG_ENDIAN : ByteOrderChange.TO_LITTLE_ENDIAN;
        };
        return withDestination(
                raw, destination -> new Instruction.ByteSwap(change, MemorySize.ofBytes(bits / 8), destination));
    }

    private static Instruction decodeMove(RawInstruction raw, OperationWidth width) {
        if (width == OperationWidth.W64 && raw.offset() == Opcode.BPF_ADDR_SPACE_CAST) {
            return decodeAddressSpaceCast(raw);
        }
        Optional<MemorySize> extended = switch (raw.offset()) {
            case 8 -> Optional.of(MemorySize.BYTE);
            case 16 -> Optional.of(MemorySize.HALF_WORD);
            case 32 -> width == OperationWidth.W64 ? Optional.of(MemorySize.WORD) : Optional.empty();
            default -> Optional.empty();
        };
        if (raw.immediate() != 0 || (raw.offset() != 0 && extended.isEmpty())) {
            return visited(raw, "BPF_MOV uses reserved fields");
        }
        return withRegisters(
                raw,
                (destination, source) -> extended.isPresent()
                        ? new Instruction.MoveSignExtend(width, extended.get(), destination, source)
                        : new Instruction.Alu(width, AluOp.MOV, destination, source));
    }

    private static Instruction decodeAddressSpaceCast(RawInstruction raw) {
        int toSpace = raw.immediate() >>> 16;
        int fromSpace = raw.immediate() & 0xffff;
        if (toSpace + fromSpace != 1) {
            return visited(raw, "addr_space_cast insn can only convert between address space 1 and 0");
        }
        return withRegisters(
                raw,
                (destination, source) -> new Instruction.AddressSpaceCast(destination, source, toSpace, fromSpace));
    }

    private static Instruction decodeMoveImmediate(RawInstruction raw, OperationWidth width) {
        if (raw.source() != 0 || raw.offset() != 0) {
            return visited(raw, "BPF_MOV uses reserved fields");
        }
        return withDestination(
                raw,
                destination -> new Instruction.Alu(width, AluOp.MOV, destination, Operand.immediate(raw.immediate())));
    }

    private static Instruction decodeBinary(RawInstruction raw, OperationWidth width, AluOp op) {
        boolean fromRegister = Opcode.takesRegister(raw.opcode());
        if (raw.offset() != op.offset() || (fromRegister ? raw.immediate() : raw.source()) != 0) {
            return visited(raw, "BPF_ALU uses reserved fields");
        }
        return fromRegister
                ? withRegisters(raw, (destination, source) -> new Instruction.Alu(width, op, destination, source))
                : withDestination(raw, destination -> decodeBinaryImmediate(raw, width, op, destination));
    }

    private static Instruction decodeBinaryImmediate(
            RawInstruction raw, OperationWidth width, AluOp op, Register destination) {
        int immediate = raw.immediate();
        if (op.divides() && immediate == 0) {
            return visited(raw, destination, "div by zero");
        }
        if (op.shifts() && (immediate < 0 || immediate >= width.bits())) {
            return visited(raw, destination, "invalid shift " + immediate);
        }
        return new Instruction.Alu(width, op, destination, Operand.immediate(immediate));
    }

    private interface OfDestination {
        Instruction make(Register destination);
    }

    private interface OfRegisters {
        Instruction make(Register destination, Register source);
    }

    private static Instruction withDestination(RawInstruction raw, OfDestination shape) {
        var destination = Register.of(raw.destination());
        return destination.isPresent() ? shape.make(destination.get()) : invalidRegister(raw, raw.destination());
    }

    private static Instruction withRegisters(RawInstruction raw, OfRegisters shape) {
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
