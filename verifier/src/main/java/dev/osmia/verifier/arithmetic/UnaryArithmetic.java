package dev.osmia.verifier.arithmetic;

import dev.osmia.program.instruction.ByteOrderChange;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.Scalar;
import dev.osmia.verifier.domain.ScalarArithmetic;
import dev.osmia.verifier.memory.ScalarLinks;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;

/** Negation, byte order changes, sign-extending moves, and casts between address spaces. */
public final class UnaryArithmetic {
    private final Path path;

    public UnaryArithmetic(Path path) {
        this.path = path;
    }

    private boolean isHiddenPointer(Register register) {
        return !path.privileged() && !path.register(register).isScalar();
    }

    /** Checks a negation or byte order change. */
    public void checkInPlace(Register destination) {
        if (isHiddenPointer(destination)) {
            throw Rejection.of("R%d pointer arithmetic prohibited", destination.number());
        }
    }

    public void negate(Instruction.Negate negate) {
        var value = path.register(negate.destination());
        path.setRegister(
                negate.destination(),
                value.isScalar()
                        ? value.withoutLink().withScalar(ScalarArithmetic.negate(negate.width(), value.scalar()))
                        : unknown());
    }

    public void swap(Instruction.ByteSwap swap) {
        var value = path.register(swap.destination());
        var scalar = ScalarArithmetic.byteSwap(swap.change(), swap.size(), value.scalar());
        boolean same = swap.change() == ByteOrderChange.TO_LITTLE_ENDIAN && swap.size() == MemorySize.DOUBLE_WORD;
        var kept = same ? value : value.withoutLink();
        path.setRegister(swap.destination(), value.isScalar() ? kept.withScalar(scalar) : unknown());
    }

    private RegisterState unknown() {
        return RegisterState.unknown(!path.privileged());
    }

    /** Checks a sign-extending move. */
    public void checkSignExtend(Instruction.MoveSignExtend move) {
        if (isHiddenPointer(move.source())) {
            String what = move.width() == OperationWidth.W64 ? "sign-extension part" : "partial copy";
            throw Rejection.of("R%d %s of pointer", move.source().number(), what);
        }
    }

    public void signExtend(Instruction.MoveSignExtend move) {
        path.trace().touch(move.source());
        var value = path.register(move.source());
        if (!value.isScalar()) {
            var scalar = move.width() == OperationWidth.W64 ? Scalar.UNKNOWN : Scalar.UNKNOWN.zeroExtended32();
            path.setRegister(move.destination(), unknown().withScalar(scalar));
            return;
        }
        boolean unchanged = Long.compareUnsigned(
                        value.scalar().unsignedMax(), 1L << (move.from().bits() - 1))
                < 0;
        var copy = unchanged ? ScalarLinks.beforeCopy(path, move.source()) : value.withoutLink();
        path.setRegister(move.destination(), copy.withScalar(copy.scalar().signExtend(move.from(), move.width())));
    }

    /** Into the program's address space an arena pointer is one; out of it, it is a number. */
    public void cast(Instruction.AddressSpaceCast cast) {
        path.trace().touch(cast.source());
        boolean toKernel = cast.toSpace() == 0;
        path.setRegister(
                cast.destination(),
                toKernel
                        ? RegisterState.pointer(RegisterType.ARENA, Pointee.NOTHING)
                                .withScalar(Scalar.UNKNOWN)
                        : unknown());
    }
}
