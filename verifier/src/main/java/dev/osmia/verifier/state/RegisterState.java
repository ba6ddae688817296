package dev.osmia.verifier.state;

import dev.osmia.verifier.domain.Scalar;
import dev.osmia.verifier.domain.Tnum;

/**
 * What is known of one register, or of a register spilled to the stack. Immutable, and therefore shared freely between states.
 *
 * <p>A pointer's address is its base plus the fixed {@link #offset()} plus the variable part {@link #scalar()}. Of a scalar,
 * {@link #offset()} is the constant distance from the scalar that it is linked to, where its id has one of the bits
 * {@link #ADDED_CONSTANT}.
 */
public final class RegisterState {
    /** The bit of a scalar's id that says: {@link #offset()} more than the scalar with the id. */
    public static final int ADDED_CONSTANT_64 = 1 << 31;

    /** The same of a sum of 32 bits. */
    public static final int ADDED_CONSTANT_32 = 1 << 30;

    /** Either of them. */
    public static final int ADDED_CONSTANT = ADDED_CONSTANT_64 | ADDED_CONSTANT_32;

    /** Never written. */
    public static final RegisterState NOT_INITIALISED =
            new RegisterState(RegisterType.NOT_INITIALISED, 0, 0, Pointee.NOTHING, Scalar.UNKNOWN, 0, 0, false);

    /** Any number; nothing depends on which. */
    public static final RegisterState UNKNOWN_SCALAR = scalar(Scalar.UNKNOWN);

    private static final RegisterState UNKNOWN_PRECISE_SCALAR =
            new RegisterState(RegisterType.SCALAR, 0, 0, Pointee.NOTHING, Scalar.UNKNOWN, 0, 0, true);

    private final RegisterType type;
    private final int flags;
    private final int offset;
    private final Pointee pointee;
    private final Scalar scalar;
    private final int id;
    private final int reference;
    private final boolean precise;

    private RegisterState(
            RegisterType type,
            int flags,
            int offset,
            Pointee pointee,
            Scalar scalar,
            int id,
            int reference,
            boolean precise) {
        this.type = type;
        this.flags = flags;
        this.offset = offset;
        this.pointee = pointee;
        this.scalar = scalar;
        this.id = id;
        this.reference = reference;
        this.precise = precise;
    }

    /** A number. */
    public static RegisterState scalar(Scalar scalar) {
        return new RegisterState(RegisterType.SCALAR, 0, 0, Pointee.NOTHING, scalar, 0, 0, false);
    }

    /** Exactly this number. */
    public static RegisterState constant(long value) {
        return scalar(Scalar.constant(value));
    }

    /** Any number. */
    public static RegisterState unknown(boolean precise) {
        return precise ? UNKNOWN_PRECISE_SCALAR : UNKNOWN_SCALAR;
    }

    /** A pointer to the start of something. */
    public static RegisterState pointer(RegisterType type, int flags, Pointee pointee) {
        return new RegisterState(type, flags, 0, pointee, Scalar.ZERO, 0, 0, false);
    }

    /** A pointer to the start of something, never null. */
    public static RegisterState pointer(RegisterType type, Pointee pointee) {
        return pointer(type, 0, pointee);
    }

    public RegisterType type() {
        return type;
    }

    /** The set of {@link TypeFlag} bits. */
    public int flags() {
        return flags;
    }

    /** The fixed part of the offset, in bytes. */
    public int offset() {
        return offset;
    }

    public Pointee pointee() {
        return pointee;
    }

    /** The number, or the variable part of a pointer's offset. */
    public Scalar scalar() {
        return scalar;
    }

    /** Registers with the same id hold the same value as far as branches tell; 0 for none. */
    public int id() {
        return id;
    }

    /** Whether the scalar is linked to another at a distance. */
    public boolean isDistant() {
        return (id & ADDED_CONSTANT) != 0;
    }

    /** The id of the reference that the pointer depends on; 0 for none. */
    public int reference() {
        return reference;
    }

    /** Whether verification depends on the exact range of the number. */
    public boolean precise() {
        return precise;
    }

    public boolean isInitialised() {
        return type != RegisterType.NOT_INITIALISED;
    }

    public boolean isScalar() {
        return type == RegisterType.SCALAR;
    }

    public boolean has(TypeFlag flag) {
        return (flags & flag.bit()) != 0;
    }

    public boolean mayBeNull() {
        return has(TypeFlag.MAYBE_NULL);
    }

    /** Whether it is this type without any flags. */
    public boolean is(RegisterType plainType) {
        return type == plainType && flags == 0;
    }

    /** Whether it is this type with exactly these flags. */
    public boolean is(RegisterType otherType, int otherFlags) {
        return type == otherType && flags == otherFlags;
    }

    /** Whether it is known to be the number 0 ({@code register_is_null}). */
    public boolean isZero() {
        return isScalar() && scalar.isConstant(0);
    }

    /** Whether it is a known number. */
    public boolean isConstant() {
        return isScalar() && scalar.isConstant();
    }

    /** The known bits of the variable part. */
    public Tnum variableOffset() {
        return scalar.bits();
    }

    /** The type with its flags as the kernel's log prints it. */
    public String typeText() {
        return TypeFlag.text(type, flags);
    }

    /** How many low bits the number needs. */
    public int width() {
        return 64 - Long.numberOfLeadingZeros(scalar.unsignedMax());
    }

    /** Whether type, offsets and ranges are the same; ids, references, precision aside. */
    public boolean sameContent(RegisterState other) {
        return this == other
                || (type == other.type
                        && flags == other.flags
                        && offset == other.offset
                        && pointee.equals(other.pointee)
                        && scalar.equals(other.scalar));
    }

    /** Whether type and fixed offset are the same, and it points into the same thing. */
    public boolean sameBase(RegisterState other) {
        return type == other.type && flags == other.flags && offset == other.offset && pointee.equals(other.pointee);
    }

    public RegisterState withType(RegisterType newType, int newFlags) {
        return new RegisterState(newType, newFlags, offset, pointee, scalar, id, reference, precise);
    }

    public RegisterState withFlags(int newFlags) {
        return newFlags == flags ? this : withType(type, newFlags);
    }

    public RegisterState with(TypeFlag flag) {
        return withFlags(flags | flag.bit());
    }

    public RegisterState without(TypeFlag flag) {
        return withFlags(flags & ~flag.bit());
    }

    public RegisterState withOffset(int newOffset) {
        return new RegisterState(type, flags, newOffset, pointee, scalar, id, reference, precise);
    }

    public RegisterState withPointee(Pointee newPointee) {
        return new RegisterState(type, flags, offset, newPointee, scalar, id, reference, precise);
    }

    public RegisterState withScalar(Scalar newScalar) {
        return newScalar.equals(scalar)
                ? this
                : new RegisterState(type, flags, offset, pointee, newScalar, id, reference, precise);
    }

    public RegisterState withId(int newId) {
        return newId == id ? this : new RegisterState(type, flags, offset, pointee, scalar, newId, reference, precise);
    }

    /** The same scalar, linked to no other. */
    public RegisterState withoutLink() {
        return id == 0 && offset == 0
                ? this
                : new RegisterState(type, flags, 0, pointee, scalar, 0, reference, precise);
    }

    /** The same scalar, linked to another at a distance. */
    public RegisterState withLink(int newId, int distance) {
        return new RegisterState(type, flags, distance, pointee, scalar, newId, reference, precise);
    }

    public RegisterState withReference(int newReference) {
        return newReference == reference
                ? this
                : new RegisterState(type, flags, offset, pointee, scalar, id, newReference, precise);
    }

    public RegisterState withPrecise(boolean newPrecise) {
        return newPrecise == precise
                ? this
                : new RegisterState(type, flags, offset, pointee, scalar, id, reference, newPrecise);
    }
}
