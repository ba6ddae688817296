package dev.osmia.program.assembly;

import dev.osmia.program.assembly.LineAssembler.Complete;
import dev.osmia.program.assembly.LineAssembler.Reach;
import dev.osmia.program.assembly.LineAssembler.Referring;
import dev.osmia.program.assembly.TokenReader.RegisterName;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Register;
import java.util.Optional;

/** Reads the instructions that assign to a register: arithmetic, loads, fetching atomics. */
final class AssignmentParser {
    private final TokenReader reader;

    AssignmentParser(TokenReader reader) {
        this.reader = reader;
    }

    Line parse() {
        var destination = reader.takeAnyRegister();
        var width = destination.low() ? OperationWidth.W32 : OperationWidth.W64;
        var op = InstructionParser.takeAluOp(reader);
        if (op != AluOp.MOV) {
            var source = reader.takeOperand(destination.low());
            return new Complete(new Instruction.Alu(width, op, destination.register(), source));
        }
        return parseMove(destination, width);
    }

    private Line parseMove(RegisterName destination, OperationWidth width) {
        if (reader.peekRegister().isPresent()) {
            var source = reader.takeRegister(destination.low());
            return new Complete(new Instruction.Alu(width, AluOp.MOV, destination.register(), source));
        }
        if (reader.peek().is("-") && reader.peekSecond().kind() == Token.Kind.WORD) {
            reader.expect("-");
            reader.expectRegister(destination);
            return new Complete(new Instruction.Negate(width, destination.register()));
        }
        if (reader.peek().is("(")) {
            return parseSignExtend(destination, width);
        }
        if (reader.peek().kind() == Token.Kind.NUMBER || reader.peek().is("-")) {
            return parseConstant(destination, width);
        }
        if (destination.low()) {
            throw reader.expected("a register or a number");
        }
        return parseWideOnly(destination);
    }

    private Line parseSignExtend(RegisterName destination, OperationWidth width) {
        reader.expect("(");
        var from = Optional.<MemorySize>empty();
        for (var size : new MemorySize[] {MemorySize.BYTE, MemorySize.HALF_WORD, MemorySize.WORD}) {
            boolean narrower = size.bits() < width.bits();
            from = narrower && reader.peek().is(size.signedName()) ? Optional.of(size) : from;
        }
        var size = from.orElseThrow(() -> reader.expected("a type to extend from, such as s8"));
        reader.take();
        reader.expect(")");
        var source = reader.takeRegister(destination.low());
        return new Complete(new Instruction.MoveSignExtend(width, size, destination.register(), source));
    }

    /** As the kernel prints them, a decimal number is a move, and a hexadecimal one a wide load where the register is a whole one. */
    private Line parseConstant(RegisterName destination, OperationWidth width) {
        boolean wide = !destination.low() && reader.peek().text().startsWith("0x");
        if (wide) {
            return new Complete(new Instruction.LoadImmediate64(
                    destination.register(), reader.takeNumber().value()));
        }
        var immediate = Operand.immediate(reader.takeImmediate());
        return new Complete(new Instruction.Alu(width, AluOp.MOV, destination.register(), immediate));
    }

    private Line parseWideOnly(RegisterName destination) {
        var token = reader.peek();
        return switch (token.text()) {
            case "*" -> parseLoad(destination);
            case "load_acquire" -> parseLoadAcquire(destination.register());
            case "addr_space_cast" -> parseAddressSpaceCast(destination.register());
            case "map" -> parseMap(destination.register());
            case "subprog" -> parseSubprogram(destination.register());
            case "ksym" -> {
                reader.expect("ksym", "[", "idx", ":");
                var symbol = new Reference.KernelSymbol(reader.takeImmediate());
                reader.expect("]");
                yield new Complete(new Instruction.LoadReference(destination.register(), symbol));
            }
            default -> token.text().startsWith("atomic") ? parseFetch(destination) : parseByteOrder(destination);
        };
    }

    private Line parseLoad(RegisterName destination) {
        reader.expect("*");
        var type = reader.takeMemoryType();
        if (reader.peek().is("skb") && !type.signed()) {
            return parsePacketLoad(destination, type);
        }
        reader.expect("(");
        var base = reader.takeRegister(false);
        short offset = reader.takeSignedShort();
        reader.expect(")");
        return new Complete(new Instruction.Load(type.size(), type.signed(), destination.register(), base, offset));
    }

    private Line parsePacketLoad(RegisterName destination, TokenReader.MemoryType type) {
        if (destination.register() != Register.R0) {
            throw reader.error(destination.token(), "packet loads assign to r0");
        }
        if (type.size() == MemorySize.DOUBLE_WORD) {
            throw reader.error(type.token(), "packet loads have u8, u16 and u32, not u64");
        }
        reader.expect("skb", "[");
        Register index = null;
        if (reader.peekRegister().isPresent()) {
            index = reader.takeRegister(false);
            reader.expect("+");
        }
        int immediate = reader.takeImmediate();
        reader.expect("]");
        return new Complete(new Instruction.LoadPacket(type.size(), index, immediate));
    }

    private Line parseLoadAcquire(Register destination) {
        reader.expect("load_acquire", "(");
        var memory = reader.takeMemory();
        reader.expect(")");
        return new Complete(new Instruction.LoadAcquire(memory.size(), destination, memory.base(), memory.offset()));
    }

    private Line parseAddressSpaceCast(Register destination) {
        reader.expect("addr_space_cast", "(");
        var source = reader.takeRegister(false);
        reader.expect(",");
        int toSpace = takeSpace();
        reader.expect(",");
        int fromSpace = takeSpace();
        reader.expect(")");
        return new Complete(new Instruction.AddressSpaceCast(destination, source, toSpace, fromSpace));
    }

    private int takeSpace() {
        var token = reader.peek();
        int space = reader.takeImmediate();
        if (space < 0 || space > 0xffff) {
            throw reader.error(token, "address spaces have 16 bits");
        }
        return space;
    }

    private Line parseMap(Register destination) {
        reader.expect("map", "[", "idx", ":");
        int map = reader.takeImmediate();
        reader.expect("]");
        if (!reader.takeIf("+")) {
            return new Complete(new Instruction.LoadReference(destination, new Reference.MapAddress(map)));
        }
        var token = reader.peek();
        long offset = reader.takeNumber().value();
        if (offset >>> 32 != 0) {
            throw reader.error(token, "number is beyond 32 bits");
        }
        return new Complete(
                new Instruction.LoadReference(destination, new Reference.MapValueAddress(map, (int) offset)));
    }

    private Line parseSubprogram(Register destination) {
        reader.expect("subprog", "[");
        Line line;
        if (reader.peek().kind() == Token.Kind.WORD) {
            line = new Referring(
                    reader.takeLabel("a label"),
                    2,
                    Reach.BITS_32,
                    offset -> new Instruction.LoadReference(destination, new Reference.FunctionAddress(offset)));
        } else {
            line = new Complete(
                    new Instruction.LoadReference(destination, new Reference.FunctionAddress(reader.takeSigned())));
        }
        reader.expect("]");
        return line;
    }

    private Line parseByteOrder(RegisterName destination) {
        for (var change : ByteOrderChange.values()) {
            for (var size : new MemorySize[] {MemorySize.HALF_WORD, MemorySize.WORD, MemorySize.DOUBLE_WORD}) {
                if (reader.takeIf(change.mnemonic() + size.bits())) {
                    reader.expectRegister(destination);
                    return new Complete(new Instruction.ByteSwap(change, size, destination.register()));
                }
            }
        }
        throw reader.expected("a register, a number, a load or a byte order change");
    }

    private Line parseFetch(RegisterName destination) {
        var function = reader.take();
        reader.expect("(");
        var memory = reader.takeMemory();
        InstructionParser.requireAtomicSize(reader, memory.sizeToken(), memory.size());
        var op = fetchNamed(function, memory.size());
        reader.expect(",");
        if (op == AtomicOp.CMPXCHG) {
            if (destination.register() != Register.R0) {
                throw reader.error(destination.token(), "compare-and-exchange assigns to r0");
            }
            reader.expect("r0", ",");
        }
        var source = reader.takeAnyRegister();
        if (source.low() || (op != AtomicOp.CMPXCHG && source.register() != destination.register())) {
            throw reader.error(
                    source.token(),
                    op == AtomicOp.CMPXCHG
                            ? "expected " + source.register() + ", found "
                                    + source.token().described()
                            : "the old value goes to the source, which must be " + destination.register());
        }
        reader.expect(")");
        return new Complete(
                new Instruction.Atomic(memory.size(), op, true, memory.base(), memory.offset(), source.register()));
    }

    private AtomicOp fetchNamed(Token function, MemorySize size) {
        for (var op : AtomicOp.values()) {
            if (function.is(SlotPrinter.functionName(op, size))) {
                return op;
            }
        }
        throw reader.error(function, function.text() + " is no atomic operation on " + size.unsignedName());
    }
}
