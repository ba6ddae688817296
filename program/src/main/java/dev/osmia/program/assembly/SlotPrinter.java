package dev.osmia.program.assembly;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Opcode;
import dev.osmia.program.instruction.RawInstruction;

/**
 * The text of one encoded slot. It works on the encoding, because the kernel prints an instruction before it looks at the reserved
 * fields: {@code (04) w11 += 5} stands in its log above {@code R11 is invalid}.
 */
final class SlotPrinter {
    private SlotPrinter() {}

    /** What the kernel prints for opcodes that it rejects before it prints anything. */
    static String malformed(RawInstruction raw) {
        return "BUG_%02x".formatted(raw.opcode());
    }

    static String arithmetic(RawInstruction raw) {
        int opcode = raw.opcode();
        int operation = Opcode.operationOf(opcode);
        boolean low = Opcode.classOf(opcode) == Opcode.BPF_ALU;
        String destination = register(low, raw.destination());
        if (operation == Opcode.BPF_END) {
            return "(%02x) r%d = %s%d r%d"
                    .formatted(opcode, raw.destination(), byteOrderOf(raw), raw.immediate(), raw.destination());
        }
        if (operation == Opcode.BPF_NEG) {
            return "(%02x) %s = -%s".formatted(opcode, destination, destination);
        }
        boolean move = operation == AluOp.MOV.code();
        if (move && Opcode.takesRegister(opcode)) {
            return move(raw, low, destination);
        }
        boolean signed = raw.offset() == 1 && AluOp.ofCode(operation, true).isPresent();
        String mnemonic = AluOp.ofCode(operation, signed).orElseThrow().mnemonic();
        String source = Opcode.takesRegister(opcode) ? register(low, raw.source()) : Integer.toString(raw.immediate());
        return "(%02x) %s %s %s".formatted(opcode, destination, mnemonic, source);
    }

    private static String byteOrderOf(RawInstruction raw) {
        ByteOrderChange change;
        if (Opcode.classOf(raw.opcode()) == Opcode.BPF_ALU64) {
            change = ByteOrderChange.SWAP;
        } else {
            change = Opcode.takesRegister(raw.opcode())
                    ? ByteOrderChange.TO_BIG_ENDIAN
                    : ByteOrderChange.TO_LITTLE_ENDIAN;
        }
        return change.mnemonic();
    }

    private static String move(RawInstruction raw, boolean low, String destination) {
        int opcode = raw.opcode();
        String source = register(low, raw.source());
        if (!low && raw.offset() == Opcode.BPF_ADDR_SPACE_CAST) {
            return "(%02x) %s = addr_space_cast(%s, %d, %d)"
                    .formatted(opcode, destination, source, raw.immediate() >>> 16, raw.immediate() & 0xffff);
        }
        if (!low && raw.offset() == Opcode.BPF_ADDR_PERCPU) {
            return "(%02x) %s = &(void __percpu *)(%s)".formatted(opcode, destination, source);
        }
        String extended = switch (raw.offset()) {
            case 8 -> "(s8)";
            case 16 -> "(s16)";
            case 32 -> "(s32)";
            default -> "";
        };
        return "(%02x) %s = %s%s".formatted(opcode, destination, extended, source);
    }

    static String jump(RawInstruction raw) {
        int opcode = raw.opcode();
        if (opcode == Opcode.GOTO) {
            return "(%02x) goto pc%+d".formatted(opcode, raw.offset());
        }
        if (opcode == Opcode.GOTO_LONG) {
            return "(%02x) gotol pc%+d".formatted(opcode, raw.immediate());
        }
        if (opcode == Opcode.EXIT) {
            return "(%02x) exit".formatted(opcode);
        }
        if (opcode == Opcode.MAY_GOTO && raw.source() == Opcode.BPF_MAY_GOTO) {
            return "(%02x) may_goto pc%+d".formatted(opcode, raw.offset());
        }
        boolean low = Opcode.classOf(opcode) == Opcode.BPF_JMP32;
        String condition = JumpCondition.ofCode(Opcode.operationOf(opcode))
                .map(JumpCondition::mnemonic)
                .orElse("(null)");
        String right = Opcode.takesRegister(opcode) ? register(low, raw.source()) : "0x%x".formatted(raw.immediate());
        return "(%02x) if %s %s %s goto pc%+d"
                .formatted(opcode, register(low, raw.destination()), condition, right, raw.offset());
    }

    static String load(RawInstruction raw) {
        var size = Opcode.sizeOf(raw.opcode());
        String type = Opcode.modeOf(raw.opcode()) == Opcode.BPF_MEMSX ? size.signedName() : size.unsignedName();
        return "(%02x) r%d = *(%s *)(r%d %+d)"
                .formatted(raw.opcode(), raw.destination(), type, raw.source(), raw.offset());
    }

    static String storeImmediate(RawInstruction raw) {
        return "(%02x) *%s = %d".formatted(raw.opcode(), memory(raw, raw.destination()), raw.immediate());
    }

    static String storeRegister(RawInstruction raw) {
        if (Opcode.modeOf(raw.opcode()) == Opcode.BPF_MEM) {
            return "(%02x) *%s = r%d".formatted(raw.opcode(), memory(raw, raw.destination()), raw.source());
        }
        return switch (raw.immediate()) {
            case Opcode.BPF_LOAD_ACQ ->
                "(%02x) r%d = load_acquire(%s)".formatted(raw.opcode(), raw.destination(), memory(raw, raw.source()));
            case Opcode.BPF_STORE_REL ->
                "(%02x) store_release(%s, r%d)".formatted(raw.opcode(), memory(raw, raw.destination()), raw.source());
            default ->
                AtomicOp.ofImmediate(raw.immediate()).map(op -> atomic(raw, op)).orElseGet(() -> malformed(raw));
        };
    }

    private static String atomic(RawInstruction raw, AtomicOp op) {
        String memory = memory(raw, raw.destination());
        if ((raw.immediate() & AtomicOp.FETCH) == 0) {
            return "(%02x) lock *%s %s r%d".formatted(raw.opcode(), memory, op.mnemonic(), raw.source());
        }
        String function = functionName(op, Opcode.sizeOf(raw.opcode()));
        return op == AtomicOp.CMPXCHG
                ? "(%02x) r0 = %s(%s, r0, r%d)".formatted(raw.opcode(), function, memory, raw.source())
                : "(%02x) r%d = %s(%s, r%d)".formatted(raw.opcode(), raw.source(), function, memory, raw.source());
    }

    /** The name of the fetching operation, such as {@code atomic64_fetch_add}. */
    static String functionName(AtomicOp op, MemorySize size) {
        String prefix = size == MemorySize.DOUBLE_WORD ? "atomic64_" : "atomic_";
        return prefix + (op.alwaysFetches() ? "" : "fetch_") + op.kernelName();
    }

    static String packetLoad(RawInstruction raw) {
        String type = Opcode.sizeOf(raw.opcode()).unsignedName();
        return Opcode.modeOf(raw.opcode()) == Opcode.BPF_ABS
                ? "(%02x) r0 = *(%s *)skb[%d]".formatted(raw.opcode(), type, raw.immediate())
                : "(%02x) r0 = *(%s *)skb[r%d + %d]".formatted(raw.opcode(), type, raw.source(), raw.immediate());
    }

    static String wideLoad(RawInstruction first, RawInstruction second) {
        int lower = first.immediate();
        String value = switch (first.source()) {
            case Opcode.BPF_PSEUDO_MAP_FD, Opcode.BPF_PSEUDO_MAP_IDX -> "map[idx:%d]".formatted(lower);
            case Opcode.BPF_PSEUDO_MAP_VALUE, Opcode.BPF_PSEUDO_MAP_IDX_VALUE ->
                "map[idx:%d]+%d".formatted(lower, Integer.toUnsignedLong(second.immediate()));
            case Opcode.BPF_PSEUDO_FUNC -> "subprog[%+d]".formatted(lower);
            case Opcode.BPF_PSEUDO_BTF_ID -> "ksym[idx:%d]".formatted(lower);
            default -> "0x%x".formatted(Integer.toUnsignedLong(lower) | (long) second.immediate() << 32);
        };
        return "(%02x) r%d = %s".formatted(first.opcode(), first.destination(), value);
    }

    private static String memory(RawInstruction raw, int base) {
        return "(%s *)(r%d %+d)".formatted(Opcode.sizeOf(raw.opcode()).unsignedName(), base, raw.offset());
    }

    private static String register(boolean low, int number) {
        return (low ? "w" : "r") + number;
    }
}
