package dev.osmia.program.assembly;

import dev.osmia.program.assembly.LineAssembler.Complete;
import dev.osmia.program.assembly.LineAssembler.Reach;
import dev.osmia.program.assembly.LineAssembler.Referring;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.JumpCondition;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Reads the instructions that are no assignment to a register: stores, jumps, calls. */
final class InstructionParser {
    private final TokenReader reader;
    private final Names names;

    InstructionParser(TokenReader reader, Names names) {
        this.reader = reader;
        this.names = names;
    }

    Line parse() {
        var first = reader.peek();
        if (reader.peekRegister().isPresent()) {
            return new AssignmentParser(reader).parse();
        }
        return switch (first.text()) {
            case "*" -> parseStore();
            case "lock" -> parseLock();
            case "store_release" -> parseStoreRelease();
            case "if" -> parseBranch();
            case "goto" -> {
                reader.take();
                yield parseTarget(Reach.BITS_16, offset -> new Instruction.Jump(offset, false));
            }
            case "gotol" -> {
                reader.take();
                yield parseTarget(Reach.BITS_32, offset -> new Instruction.Jump(offset, true));
            }
            case "may_goto" -> {
                reader.take();
                yield parseTarget(Reach.BITS_16, offset -> new Instruction.MayGoto((short) offset));
            }
            case "call" -> parseCall();
            case "exit" -> {
                reader.take();
                yield new Complete(new Instruction.Exit());
            }
            default -> throw reader.expected("an instruction");
        };
    }

    private Line parseStore() {
        reader.expect("*");
        var memory = reader.takeMemory();
        reader.expect("=");
        var source = reader.takeOperand(false);
        return new Complete(new Instruction.Store(memory.size(), memory.base(), memory.offset(), source));
    }

    private Line parseLock() {
        reader.expect("lock", "*");
        var memory = reader.takeMemory();
        requireAtomicSize(reader, memory.sizeToken(), memory.size());
        var op = Arrays.stream(AtomicOp.values())
                .filter(candidate -> !candidate.alwaysFetches() && reader.peek().is(candidate.mnemonic()))
                .findFirst()
                .orElseThrow(() -> reader.expected("one of '+=', '|=', '&=' and '^='"));
        reader.take();
        var source = reader.takeRegister(false);
        return new Complete(new Instruction.Atomic(memory.size(), op, false, memory.base(), memory.offset(), source));
    }

    static void requireAtomicSize(TokenReader reader, Token token, MemorySize size) {
        if (size != MemorySize.WORD && size != MemorySize.DOUBLE_WORD) {
            throw reader.error(token, "atomic operations have u32 and u64, not " + token.text());
        }
    }

    private Line parseStoreRelease() {
        reader.expect("store_release", "(");
        var memory = reader.takeMemory();
        reader.expect(",");
        var source = reader.takeRegister(false);
        reader.expect(")");
        return new Complete(new Instruction.StoreRelease(memory.size(), memory.base(), memory.offset(), source));
    }

    private Line parseBranch() {
        reader.expect("if");
        var left = reader.takeAnyRegister();
        var condition = takeCondition();
        var right = reader.takeOperand(left.low());
        reader.expect("goto");
        var width = left.low() ? OperationWidth.W32 : OperationWidth.W64;
        return parseTarget(
                Reach.BITS_16,
                offset -> new Instruction.Branch(width, condition, left.register(), right, (short) offset));
    }

    private JumpCondition takeCondition() {
        String mnemonic = peekMnemonic(reader);
        var condition = Arrays.stream(JumpCondition.values())
                .filter(candidate -> candidate.mnemonic().equals(mnemonic))
                .findFirst()
                .orElseThrow(() -> reader.expected("a comparison"));
        takeMnemonic(reader);
        return condition;
    }

    /** The next operator; signed ones are the word {@code s} and a symbol that touches it. */
    static String peekMnemonic(TokenReader reader) {
        var first = reader.peek();
        var second = reader.peekSecond();
        return first.is("s") && first.touches(second) ? first.text() + second.text() : first.text();
    }

    static void takeMnemonic(TokenReader reader) {
        if (reader.peek().is("s")) {
            reader.take();
        }
        reader.take();
    }

    static AluOp takeAluOp(TokenReader reader) {
        String mnemonic = peekMnemonic(reader);
        var op = Arrays.stream(AluOp.values())
                .filter(candidate -> candidate.mnemonic().equals(mnemonic))
                .findFirst()
                .orElseThrow(() -> reader.expected("an assignment such as '=' or '+='"));
        takeMnemonic(reader);
        return op;
    }

    /** {@code pc+3}, {@code +3} or a label. */
    private Line parseTarget(Reach reach, IntFunction<Instruction> shape) {
        var token = reader.peek();
        if (token.is("pc") || token.is("+") || token.is("-")) {
            reader.takeIf("pc");
            return new Complete(
                    switch (reach) {
                        case BITS_16 -> shape.apply(reader.takeSignedShort());
                        case BITS_32 -> shape.apply(reader.takeSigned());
                    });
        }
        return new Referring(reader.takeLabel("a label or an offset such as pc+3"), 1, reach, shape);
    }

    /** {@code call pc+5}, {@code call label} or {@code call name#number}. */
    private Line parseCall() {
        reader.expect("call");
        var name = reader.peek();
        if (!reader.peekSecond().is("#")) {
            return parseTarget(Reach.BITS_32, Instruction.CallLocal::new);
        }
        reader.take();
        reader.expect("#");
        int number = reader.takeImmediate();
        boolean kfunc = name.is("kernel-function")
                || names.kfunc(number).filter(name::is).isPresent();
        if (!kfunc
                && !name.is("unknown")
                && names.helper(number).filter(name::is).isEmpty()) {
            throw reader.error(name, name.text() + " is neither helper nor kfunc number " + number);
        }
        return new Complete(kfunc ? new Instruction.CallKfunc(number) : new Instruction.CallHelper(number));
    }
}
