package dev.osmia.program.btf;

import java.util.Arrays;
import java.util.List;

/** A value laid out by its BTF type, such as a map's key: a tree of numbers, text, fields and elements. Its text is readable, and {@link #toJson()} for programs. */
public sealed interface BtfValue {

    /** The value as JSON text: fields as an object, elements as an array, bytes as a string of hex digits. */
    default String toJson() {
        return BtfValueText.json(this);
    }

    /**
     * An integer of up to 64 bits, or a pointer.
     *
     * @param value its bits
     * @param signed whether the top bit is a sign
     */
    record Whole(long value, boolean signed) implements BtfValue {
        @Override
        public String toString() {
            return signed ? Long.toString(value) : Long.toUnsignedString(value);
        }
    }

    /** A {@code bool}. */
    record Truth(boolean value) implements BtfValue {
        @Override
        public String toString() {
            return BtfValueText.readable(this);
        }
    }

    /** A floating-point number. */
    record Real(double value) implements BtfValue {
        @Override
        public String toString() {
            return BtfValueText.readable(this);
        }
    }

    /** An enumerator. */
    record Named(String name, long value) implements BtfValue {
        @Override
        public String toString() {
            return BtfValueText.readable(this);
        }
    }

    /** An array of {@code char} that holds text up to its first zero. */
    record Text(String text) implements BtfValue {
        @Override
        public String toString() {
            return BtfValueText.readable(this);
        }
    }

    /** Bytes in the order of memory: of a type that is unknown or has no better form, or of an address literal. */
    record Bytes(byte[] bytes) implements BtfValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes value && Arrays.equals(bytes, value.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return BtfValueText.readable(this);
        }
    }

    /**
     * An array.
     *
     * @param elementBytes how large each element is; 0 where no type says it
     */
    record Elements(List<BtfValue> elements, long elementBytes) implements BtfValue {
        public Elements {
            elements = List.copyOf(elements);
        }

        /** An array of elements of unknown size, such as a literal. */
        public Elements(List<BtfValue> elements) {
            this(elements, 0);
        }

        @Override
        public String toString() {
            return BtfValueText.readable(this);
        }
    }

    /** A struct, a union (each member's view of the same bytes), or the variables of a data section. */
    record Fields(List<Field> fields) implements BtfValue {
        public Fields {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return BtfValueText.readable(this);
        }
    }

    /** A member by its name. */
    record Field(String name, BtfValue value) {}
}
