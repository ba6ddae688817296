package dev.osmia.verifier.state;

/**
 * Eight aligned bytes of the stack. Immutable. Byte 0 is the one at the highest address, as the kernel counts: byte {@code i} of slot
 * {@code s} is at offset {@code -(8 s + i + 1)} from the frame's top.
 */
public final class StackSlot {
    /** Bytes in a slot. */
    public static final int BYTES = 8;

    /** Never written. */
    public static final StackSlot INVALID = uniform(SlotType.INVALID, RegisterState.NOT_INITIALISED);

    private static final int BITS = 4;
    private static final int MASK = 0xf;

    private final int types;
    private final RegisterState register;

    private StackSlot(int types, RegisterState register) {
        this.types = types;
        this.register = register;
    }

    /** All bytes of one type. */
    public static StackSlot uniform(SlotType type, RegisterState register) {
        return new StackSlot(type.ordinal() * 0x1111_1111, register);
    }

    /** The slot that holds the byte at an offset (negative) from the frame's top. */
    public static int indexOf(int offset) {
        return (-offset - 1) / BYTES;
    }

    /** Which byte of its slot the byte at an offset (negative) from the frame's top is. */
    public static int byteOf(int offset) {
        return (-offset - 1) % BYTES;
    }

    public SlotType type(int index) {
        return SlotType.of(types >>> (index * BITS) & MASK);
    }

    /** The type of the byte at the lowest address, which tells spilled registers and stack objects from plain bytes. */
    public SlotType lowestType() {
        return type(BYTES - 1);
    }

    /** What is known of the register spilled here or of the object that the slot is part of. */
    public RegisterState register() {
        return register;
    }

    /** Whether a register, at least its low bytes, is spilled here. */
    public boolean isSpill() {
        return lowestType() == SlotType.SPILL;
    }

    public boolean isSpilledScalar() {
        return isSpill() && register.isScalar();
    }

    /** Whether a whole 64-bit scalar is spilled here. */
    public boolean isSpilledScalar64() {
        return type(0) == SlotType.SPILL && register.isScalar();
    }

    /** Whether it is a spilled register, or part of a stack object. */
    public boolean isSpecial() {
        return switch (lowestType()) {
            case SPILL, DYNPTR, ITERATOR, INTERRUPT_FLAG -> true;
            case INVALID, MISC, ZERO -> false;
        };
    }

    /** How many bytes of the register are spilled, from the lowest. */
    public int spilledBytes() {
        int count = 0;
        while (count < BYTES && type(BYTES - 1 - count) == SlotType.SPILL) {
            count++;
        }
        return count;
    }

    public StackSlot withType(int index, SlotType type) {
        int shift = index * BITS;
        int newTypes = (types & ~(MASK << shift)) | type.ordinal() << shift;
        return newTypes == types ? this : new StackSlot(newTypes, register);
    }

    public StackSlot withRegister(RegisterState newRegister) {
        return newRegister == register ? this : new StackSlot(types, newRegister);
    }

    /** The register spilled with its low bytes; the bytes above keep what they held, as far as plain bytes can. */
    public StackSlot withSpill(RegisterState newRegister, int bytes) {
        var slot = withRegister(newRegister);
        for (int i = BYTES - 1; i >= 0; i--) {
            if (i >= BYTES - bytes) {
                slot = slot.withType(i, SlotType.SPILL);
            } else if (slot.type(i) != SlotType.ZERO && slot.type(i) != SlotType.INVALID) {
                slot = slot.withType(i, SlotType.MISC);
            }
        }
        return slot;
    }

    /** The register or object forgotten, its written bytes kept as plain bytes ({@code scrub_special_slot}). */
    public StackSlot scrubbed() {
        var slot = withRegister(register.withType(RegisterType.NOT_INITIALISED, 0));
        return isSpecial() ? slot.withWrittenBytesMisc() : slot;
    }

    /** All written bytes as plain bytes. */
    public StackSlot withWrittenBytesMisc() {
        var slot = this;
        for (int i = 0; i < BYTES; i++) {
            if (type(i) != SlotType.INVALID) {
                slot = slot.withType(i, SlotType.MISC);
            }
        }
        return slot;
    }

    /** Whether no byte was ever written. */
    public boolean isInvalid() {
        return types == 0;
    }

    /** The bytes' symbols, the highest address first. */
    public String symbols() {
        var text = new StringBuilder();
        for (int i = 0; i < BYTES; i++) {
            text.append(type(i).symbol());
        }
        return text.toString();
    }

    /** The bytes' types, to compare slots by. */
    public int types() {
        return types;
    }
}
