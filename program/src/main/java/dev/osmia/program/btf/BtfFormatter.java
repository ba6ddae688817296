package dev.osmia.program.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays bytes out by their BTF type. Bytes are little endian and start at the buffer's position, which stays where it is.
 *
 * <p>Types from a file can be absurd, say unions of unions that view one byte in millions of ways: what would make more than
 * {@value #MAX_PARTS} parts is given as plain bytes.
 */
public final class BtfFormatter {
    static final int MAX_PARTS = 1 << 18;
    private static final int MAX_DEPTH = 64;

    private final Btf btf;
    private final ByteBuffer bytes;
    private int parts;

    private BtfFormatter(Btf btf, ByteBuffer bytes) {
        this.btf = btf;
        this.bytes = bytes;
    }

    /**
     * Reads a value.
     *
     * @param typeId its type; all remaining bytes are the value where it is 0 or has no size
     * @throws IllegalArgumentException where the buffer has fewer bytes than the type
     */
    public static BtfValue read(Btf btf, int typeId, ByteBuffer value) {
        var bytes = value.slice().order(ByteOrder.LITTLE_ENDIAN);
        long size = btf.sizeOf(typeId).orElse(-1);
        if (size > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "size=" + size + " of " + btf.declaration(typeId) + " is beyond remaining=" + bytes.remaining());
        }
        var formatter = new BtfFormatter(btf, bytes);
        return size < 0 ? formatter.raw(0, bytes.remaining()) : formatter.read(typeId, 0, 0);
    }

    /**
     * Writes a value. Members that it does not name stay as they are.
     *
     * @throws IllegalArgumentException where the value does not fit the type; the message says what the type wants
     */
    public static void write(Btf btf, int typeId, BtfValue value, ByteBuffer target) {
        new BtfValueWriter(btf, target.slice().order(ByteOrder.LITTLE_ENDIAN)).write(typeId, value);
    }

    private BtfValue read(int id, long offset, int depth) {
        var type = btf.resolved(id).orElse(null);
        parts++;
        if (type instanceof BtfType.Variable variable) {
            return read(variable.type(), offset, depth + 1);
        } else if (type instanceof BtfType.Int number) {
            return readInt(number, offset * Byte.SIZE + number.bitOffset(), number.bits());
        } else if (type instanceof BtfType.Pointer) {
            return new BtfValue.Whole(bits(offset * Byte.SIZE, Long.SIZE), false);
        } else if (type instanceof BtfType.Enumeration enumeration) {
            return readEnumeration(enumeration, offset * Byte.SIZE, enumeration.size() * Byte.SIZE);
        } else if (type instanceof BtfType.FloatingPoint number) {
            return readFloatingPoint(number, offset);
        }
        long size = btf.sizeOf(id).orElse(0);
        if (depth > MAX_DEPTH || parts > MAX_PARTS) {
            return raw(offset, size);
        } else if (type instanceof BtfType.Array array) {
            return readArray(array, offset, size, depth);
        } else if (type instanceof BtfType.Composite composite) {
            var fields = new ArrayList<BtfValue.Field>();
            readMembers(composite, offset, depth, fields);
            return new BtfValue.Fields(fields);
        } else if (type instanceof BtfType.DataSection section) {
            return readVariables(section, offset, depth);
        }
        return raw(offset, size);
    }

    private BtfValue readInt(BtfType.Int number, long bitOffset, int bits) {
        if (bits > Long.SIZE) {
            return raw(bitOffset / Byte.SIZE, bits / Byte.SIZE);
        }
        long value = bits(bitOffset, bits);
        if (number.isBool()) {
            return new BtfValue.Truth(value != 0);
        }
        return new BtfValue.Whole(number.signed() ? signExtend(value, bits) : value, number.signed());
    }

    private BtfValue readEnumeration(BtfType.Enumeration enumeration, long bitOffset, int bits) {
        long raw = bits(bitOffset, bits);
        long value = enumeration.signed() ? signExtend(raw, bits) : raw;
        for (var enumerator : enumeration.enumerators()) {
            if (enumerator.value() == value) {
                return new BtfValue.Named(enumerator.name(), value);
            }
        }
        return new BtfValue.Whole(value, enumeration.signed());
    }

    private BtfValue readFloatingPoint(BtfType.FloatingPoint number, long offset) {
        return switch (number.size()) {
            case Float.BYTES -> new BtfValue.Real(Float.intBitsToFloat((int) bits(offset * Byte.SIZE, Integer.SIZE)));
            case Double.BYTES -> new BtfValue.Real(Double.longBitsToDouble(bits(offset * Byte.SIZE, Long.SIZE)));
            default -> raw(offset, number.size());
        };
    }

    private BtfValue readArray(BtfType.Array array, long offset, long size, int depth) {
        if (isCharacter(btf, array.element())) {
            var text = text(offset, (int) size);
            if (text != null) {
                return new BtfValue.Text(text);
            }
        }
        long elementSize = btf.sizeOf(array.element()).orElse(0);
        if (elementSize > 0 && size / elementSize > MAX_PARTS - parts) {
            parts = MAX_PARTS + 1;
            return raw(offset, size);
        }
        var elements = new ArrayList<BtfValue>();
        for (long at = 0; elementSize > 0 && at < size; at += elementSize) {
            elements.add(read(array.element(), offset + at, depth + 1));
        }
        return new BtfValue.Elements(elements, elementSize);
    }

    private void readMembers(BtfType.Composite composite, long offset, int depth, List<BtfValue.Field> fields) {
        for (var member : composite.members()) {
            if (parts > MAX_PARTS || depth > MAX_DEPTH) {
                return;
            }
            long bitOffset = offset * Byte.SIZE + Integer.toUnsignedLong(member.bitOffset());
            var type = btf.resolved(member.type()).orElse(null);
            if (member.name().isEmpty() && type instanceof BtfType.Composite anonymous) {
                parts++;
                readMembers(anonymous, bitOffset / Byte.SIZE, depth + 1, fields);
            } else if (!member.name().isEmpty()) {
                fields.add(new BtfValue.Field(member.name(), readMember(member, type, bitOffset, depth)));
            }
        }
    }

    private BtfValue readMember(BtfType.Member member, BtfType type, long bitOffset, int depth) {
        int bits = member.bitFieldSize();
        if (bits > 0 && type instanceof BtfType.Enumeration enumeration) {
            return readEnumeration(enumeration, bitOffset, bits);
        } else if (bits > 0 && type instanceof BtfType.Int number) {
            return readInt(number, bitOffset, bits);
        } else if (type instanceof BtfType.Int number) {
            // Bit fields of compilers before clang 8: the type has the width.
            return readInt(number, bitOffset + number.bitOffset(), number.bits());
        }
        return read(member.type(), bitOffset / Byte.SIZE, depth + 1);
    }

    private BtfValue readVariables(BtfType.DataSection section, long offset, int depth) {
        var fields = new ArrayList<BtfValue.Field>();
        for (var place : section.variables()) {
            var name = btf.type(place.variable()).name();
            fields.add(new BtfValue.Field(
                    name, read(place.variable(), offset + Integer.toUnsignedLong(place.offset()), depth + 1)));
        }
        return new BtfValue.Fields(fields);
    }

    static boolean isCharacter(Btf btf, int id) {
        return btf.resolved(id).orElse(null) instanceof BtfType.Int number
                && number.size() == 1
                && (number.isChar() || number.name().equals("char"));
    }

    /** The text of a character array; null where its bytes are none: not printable, or something behind the first zero. */
    private String text(long offset, int size) {
        int length = 0;
        while (length < size && inside(offset + length) != 0) {
            byte character = (byte) inside(offset + length);
            if (character < ' ' || character == 0x7f) {
                return null;
            }
            length++;
        }
        for (int rest = length; rest < size; rest++) {
            if (inside(offset + rest) != 0) {
                return null;
            }
        }
        var ascii = new byte[length];
        for (int i = 0; i < length; i++) {
            ascii[i] = (byte) inside(offset + i);
        }
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private BtfValue raw(long offset, long size) {
        // Types may claim members beyond their own end; what is not there has no bytes.
        int available = (int) Math.max(0, Math.min(size, bytes.limit() - offset));
        var raw = new byte[available];
        for (int i = 0; i < available; i++) {
            raw[i] = (byte) inside(offset + i);
        }
        return new BtfValue.Bytes(raw);
    }

    private long bits(long bitOffset, int bits) {
        long value = 0;
        int taken = 0;
        while (taken < bits) {
            long at = bitOffset + taken;
            int skipped = (int) (at % Byte.SIZE);
            value |= (long) (inside(at / Byte.SIZE) >>> skipped) << taken;
            taken += Byte.SIZE - skipped;
        }
        return bits == Long.SIZE ? value : value & ((1L << bits) - 1);
    }

    private int inside(long offset) {
        return offset < bytes.limit() ? bytes.get((int) offset) & 0xff : 0;
    }

    private static long signExtend(long value, int bits) {
        int unused = Long.SIZE - bits;
        return bits == 0 ? 0 : value << unused >> unused;
    }
}
