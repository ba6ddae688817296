package dev.osmia.verifier.arithmetic;

import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.domain.Scalar;
import dev.osmia.verifier.domain.ScalarArithmetic;
import dev.osmia.verifier.memory.Limits;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/**
 * A number added to or subtracted from a pointer.
 *
 * @param width of the operation
 * @param op the operation
 * @param destination the register that gets the result
 * @param pointer the operand that is a pointer
 * @param number the operand that is a number
 * @param pointerFirst whether the pointer is the destination's old value
 */
record PointerArithmetic(
        OperationWidth width,
        AluOp op,
        Register destination,
        RegisterState pointer,
        Scalar number,
        boolean pointerFirst) {

    private static final int STACK_LIMIT = -Limits.STACK;

    /** Checks that the operation is allowed on the pointer, and that what results stays a sane address. */
    void check(Path path) {
        if (isContradictory()) {
            return;
        }
        if (width == OperationWidth.W32) {
            if (op != AluOp.SUB || !path.privileged()) {
                throw Rejection.of("R%d 32-bit pointer arithmetic prohibited", destination.number());
            }
            return;
        }
        if (pointer.mayBeNull()) {
            throw Rejection.of(
                    "R%d pointer arithmetic on %s prohibited, null-check it first",
                    destination.number(), pointer.typeText());
        }
        if (isUntrustedMemory()) {
            return;
        }
        checkType();
        checkSane(RegisterState.scalar(number));
        checkSane(pointer);
        checkOperation();
        var result = compute(pointer.id());
        checkSane(result);
        if (!path.privileged()) {
            checkUnprivileged(result);
        }
    }

    private boolean isUntrustedMemory() {
        return pointer.type() == RegisterType.MEMORY && pointer.has(TypeFlag.UNTRUSTED);
    }

    private boolean isContradictory() {
        return (number.isConstant()
                        && (number.signedMin() != number.signedMax() || number.unsignedMin() != number.unsignedMax()))
                || number.signedMin() > number.signedMax()
                || Long.compareUnsigned(number.unsignedMin(), number.unsignedMax()) > 0;
    }

    private void checkType() {
        boolean allowed = switch (pointer.type()) {
            case CONTEXT,
                    MAP_VALUE,
                    MAP_KEY,
                    STACK,
                    PACKET_META,
                    PACKET,
                    TP_BUFFER,
                    BTF_ID,
                    MEMORY,
                    BUFFER,
                    FUNCTION,
                    DYNPTR -> true;
            case FLOW_KEYS -> number.isConstant();
            case MAP_POINTER -> number.isConstant(0) && op == AluOp.ADD;
            case NOT_INITIALISED, SCALAR, PACKET_END, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK, ARENA -> false;
        };
        if (!allowed) {
            throw Rejection.of("R%d pointer arithmetic on %s prohibited", destination.number(), pointer.typeText());
        }
    }

    private void checkSane(RegisterState register) {
        var variable = register.scalar();
        String type = pointer.typeText();
        if (variable.isConstant() && isBeyond(variable.constantValue())) {
            throw Rejection.of("math between %s pointer and %d is not allowed", type, variable.constantValue());
        }
        if (isBeyond(register.offset())) {
            throw Rejection.of("%s pointer offset %d is not allowed", type, register.offset());
        }
        if (variable.signedMin() == Long.MIN_VALUE) {
            throw Rejection.of("math between %s pointer and register with unbounded min value is not allowed", type);
        }
        if (isBeyond(variable.signedMin())) {
            throw Rejection.of("value %d makes %s pointer be out of bounds", variable.signedMin(), type);
        }
    }

    private static boolean isBeyond(long offset) {
        return offset >= Limits.VARIABLE_OFFSET || offset <= -Limits.VARIABLE_OFFSET;
    }

    private void checkOperation() {
        switch (op) {
            case ADD -> {}
            case SUB -> {
                if (!pointerFirst) {
                    throw Rejection.of("R%d tried to subtract pointer from scalar", destination.number());
                }
                if (pointer.is(RegisterType.STACK)) {
                    throw Rejection.of("R%d subtraction from stack pointer prohibited", destination.number());
                }
            }
            case AND, OR, XOR ->
                throw Rejection.of(
                        "R%d bitwise operator %s on pointer prohibited", destination.number(), Arithmetic.operator(op));
            case MUL, DIV, SDIV, LSH, RSH, MOD, SMOD, MOV, ARSH ->
                throw Rejection.of(
                        "R%d pointer arithmetic with %s operator prohibited",
                        destination.number(), Arithmetic.operator(op));
        }
    }

    private void checkUnprivileged(RegisterState result) {
        if (!result.is(RegisterType.STACK)) {
            return;
        }
        var variable = result.scalar();
        long offset = result.offset() + variable.bits().value();
        if (!variable.isConstant()) {
            throw Rejection.of(
                    "R%d variable stack access prohibited for !root, var_off=%s off=%d",
                    destination.number(), variable.bits(), offset);
        }
        if (offset >= 0 || offset < STACK_LIMIT) {
            throw Rejection.of(
                    "R%d stack pointer arithmetic goes out of range, prohibited for !root; off=%d",
                    destination.number(), offset);
        }
    }

    /** What the destination holds afterwards; the operation was checked. */
    RegisterState apply(Path path) {
        if (isContradictory() || width == OperationWidth.W32) {
            return RegisterState.unknown(!path.privileged());
        }
        if (isUntrustedMemory()) {
            return pointer;
        }
        boolean newBase = pointer.type().isPacket() && !isFixed();
        return compute(newBase ? path.newId() : pointer.id());
    }

    /** Whether the number goes into the fixed offset. */
    private boolean isFixed() {
        long offset = fixedOffset();
        return number.isConstant() && offset == (int) offset;
    }

    private long fixedOffset() {
        long change = number.signedMin();
        return op == AluOp.ADD ? pointer.offset() + change : pointer.offset() - change;
    }

    private RegisterState compute(int id) {
        if (isFixed()) {
            return pointer.withScalar(
                            pointer.scalar().withoutRanges(OperationWidth.W32).normalised())
                    .withOffset((int) fixedOffset());
        }
        var variable = op == AluOp.ADD
                ? ScalarArithmetic.addToOffset(pointer.scalar(), number)
                : ScalarArithmetic.subtractFromOffset(pointer.scalar(), number);
        var result = pointer.withScalar(variable).withId(id);
        // What was known of the packet behind the old pointer says nothing of one that may lie further on.
        boolean forwards = op == AluOp.ADD || number.signedMin() < 0;
        return pointer.type().isPacket() && forwards ? result.withPointee(Pointee.PacketRange.NONE) : result;
    }
}
