package dev.osmia.verifier.arithmetic;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.Scalar;
import dev.osmia.verifier.domain.ScalarArithmetic;
import dev.osmia.verifier.domain.Tnum;
import dev.osmia.verifier.memory.ScalarLinks;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import java.util.Optional;
import java.util.OptionalInt;

/** Binary arithmetic and moves. */
public final class Arithmetic {
    private final Path path;

    public Arithmetic(Path path) {
        this.path = path;
    }

    /** The operator as messages print it, signedness aside. */
    static String operator(AluOp op) {
        return switch (op) {
            case SDIV -> AluOp.DIV.mnemonic();
            case SMOD -> AluOp.MOD.mnemonic();
            default -> op.mnemonic();
        };
    }

    /** Checks that the operation is allowed on what its operands hold. */
    public void check(Instruction.Alu alu) {
        if (alu.op() == AluOp.MOV) {
            checkMove(alu);
            return;
        }
        var destination = path.register(alu.destination());
        if (isArena(destination, alu.source())) {
            return;
        }
        if (alu.source() instanceof Register register) {
            var source = path.register(register);
            if (!destination.isScalar() && !source.isScalar()) {
                if (alu.op() != AluOp.SUB || !path.privileged()) {
                    throw Rejection.of(
                            "R%d pointer %s pointer prohibited",
                            alu.destination().number(), operator(alu.op()));
                }
                return;
            }
            markOffsetPrecise(alu, register);
        }
        pointerOperation(alu).ifPresent(operation -> operation.check(path));
    }

    private void checkMove(Instruction.Alu alu) {
        if (alu.width() == OperationWidth.W32
                && alu.source() instanceof Register source
                && !path.privileged()
                && !path.register(source).isScalar()) {
            throw Rejection.of("R%d partial copy of pointer", source.number());
        }
    }

    /** The offset of a pointer decides what memory is accessed; what is added to a precise number is as precise. */
    private void markOffsetPrecise(Instruction.Alu alu, Register source) {
        var destination = path.register(alu.destination());
        if (!path.register(source).isScalar()) {
            path.markPrecise(alu.destination());
        } else if (!destination.isScalar() || destination.precise()) {
            path.markPrecise(source);
        }
    }

    private boolean isArena(RegisterState destination, Operand source) {
        return destination.type() == RegisterType.ARENA
                || (source instanceof Register register
                        && path.register(register).type() == RegisterType.ARENA);
    }

    private Optional<PointerArithmetic> pointerOperation(Instruction.Alu alu) {
        var destination = path.register(alu.destination());
        if (alu.source() instanceof Register register) {
            var source = path.register(register);
            if (!source.isScalar()) {
                return Optional.of(new PointerArithmetic(
                        alu.width(), alu.op(), alu.destination(), source, destination.scalar(), false));
            }
            if (!destination.isScalar()) {
                return Optional.of(new PointerArithmetic(
                        alu.width(), alu.op(), alu.destination(), destination, source.scalar(), true));
            }
            return Optional.empty();
        }
        if (destination.isScalar()) {
            return Optional.empty();
        }
        var number = immediate(alu.source());
        return Optional.of(new PointerArithmetic(alu.width(), alu.op(), alu.destination(), destination, number, true));
    }

    private static Scalar immediate(Operand operand) {
        return Scalar.constant(((Operand.Immediate) operand).value());
    }

    private Scalar scalarOf(Operand operand) {
        return operand instanceof Register register ? path.register(register).scalar() : immediate(operand);
    }

    /** Performs the operation, which was checked. */
    public void apply(Instruction.Alu alu) {
        if (alu.op() == AluOp.MOV) {
            path.setRegister(alu.destination(), moved(alu));
            return;
        }
        var destination = path.register(alu.destination());
        if (alu.source() instanceof Register source) {
            path.trace().touch(source);
        }
        if (isArena(destination, alu.source())) {
            boolean first = destination.type() == RegisterType.ARENA;
            path.setRegister(alu.destination(), first ? destination : path.register((Register) alu.source()));
            return;
        }
        if (!destination.isScalar()
                && alu.source() instanceof Register source
                && !path.register(source).isScalar()) {
            path.setRegister(alu.destination(), unknown());
            return;
        }
        var pointerOperation = pointerOperation(alu);
        path.setRegister(
                alu.destination(),
                pointerOperation.isPresent() ? pointerOperation.get().apply(path) : computed(alu, destination));
    }

    private RegisterState unknown() {
        return RegisterState.unknown(!path.privileged());
    }

    private RegisterState moved(Instruction.Alu alu) {
        if (!(alu.source() instanceof Register source)) {
            long value = immediate(alu.source()).constantValue();
            return RegisterState.constant(alu.width() == OperationWidth.W32 ? value & 0xffff_ffffL : value)
                    .withPrecise(!path.privileged());
        }
        path.trace().touch(source);
        var value = path.register(source);
        if (alu.width() == OperationWidth.W64) {
            return ScalarLinks.beforeCopy(path, source);
        }
        if (!value.isScalar()) {
            return unknown().withScalar(Scalar.UNKNOWN.zeroExtended32());
        }
        var copy = value.width() <= 32 ? ScalarLinks.beforeCopy(path, source) : value.withoutLink();
        return copy.withScalar(copy.scalar().zeroExtended32());
    }

    private RegisterState computed(Instruction.Alu alu, RegisterState destination) {
        var source = scalarOf(alu.source());
        destination = fork(alu, destination, source);
        var result =
                destination.withScalar(ScalarArithmetic.apply(alu.width(), alu.op(), destination.scalar(), source));
        boolean links = path.privileged()
                && result.id() != 0
                && alu.source() != alu.destination()
                && (alu.width() == OperationWidth.W64 || destination.width() <= 32);
        return links ? linkedAfter(alu, result, source) : result.withoutLink();
    }

    /** A number that is -1 or 0, as a shifted sign is, makes two paths, so that what a mask leaves of it is known exactly. */
    private RegisterState fork(Instruction.Alu alu, RegisterState destination, Scalar source) {
        if ((alu.op() != AluOp.AND && alu.op() != AluOp.OR) || !source.isConstant()) {
            return destination;
        }
        var scalar = destination.scalar();
        if (scalar.signedMin() == -1 && scalar.signedMax() == 0) {
            path.branch(path.slot()).setRegister(alu.destination(), RegisterState.constant(0));
            return RegisterState.constant(-1);
        }
        if (scalar.signed32Min() == -1 && scalar.signed32Max() == 0) {
            var other = destination.withScalar(withLowWord(scalar, 0));
            path.branch(path.slot()).setRegister(alu.destination(), other);
            return destination.withScalar(withLowWord(scalar, -1));
        }
        return destination;
    }

    private static Scalar withLowWord(Scalar scalar, int value) {
        return scalar.withBits(scalar.bits().withLowWord(Tnum.constant(Integer.toUnsignedLong(value))))
                .withSigned32(value, value)
                .withUnsigned32(value, value);
    }

    /** A constant added to a copied number leaves it linked, at a distance; two do not. */
    private static RegisterState linkedAfter(Instruction.Alu alu, RegisterState result, Scalar source) {
        boolean subtracts = alu.op() == AluOp.SUB;
        var distance = distance(alu.width(), source);
        if ((alu.op() != AluOp.ADD && !subtracts)
                || result.isDistant()
                || distance.isEmpty()
                || (subtracts && distance.getAsInt() == Integer.MIN_VALUE)) {
            return result.withoutLink();
        }
        int flag =
                alu.width() == OperationWidth.W32 ? RegisterState.ADDED_CONSTANT_32 : RegisterState.ADDED_CONSTANT_64;
        return result.withLink(result.id() | flag, subtracts ? -distance.getAsInt() : distance.getAsInt());
    }

    private static OptionalInt distance(OperationWidth width, Scalar number) {
        if (!number.isConstant(width)) {
            return OptionalInt.empty();
        }
        long value = width == OperationWidth.W32 ? (int) number.constantValue(width) : number.constantValue();
        return value == (int) value ? OptionalInt.of((int) value) : OptionalInt.empty();
    }
}
