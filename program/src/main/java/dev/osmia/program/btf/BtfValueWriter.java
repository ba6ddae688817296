package dev.osmia.program.btf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes values into bytes by their BTF type; the counterpart of what {@link BtfFormatter} reads. */
final class BtfValueWriter {
    private final Btf btf;
    private final ByteBuffer target;

    BtfValueWriter(Btf btf, ByteBuffer target) {
        this.btf = btf;
        this.target = target;
    }

    void write(int id, BtfValue value) {
        long size = btf.sizeOf(id).orElseThrow(() -> mismatch(id, value));
        if (size > target.remaining()) {
            throw new IllegalArgumentException(
                    "size=" + size + " of " + btf.declaration(id) + " is beyond remaining=" + target.remaining());
        }
        write(id, value, 0);
    }

    private void write(int id, BtfValue value, int offset) {
        var type = btf.resolved(id).orElse(null);
        if (type instanceof BtfType.Variable variable) {
            write(variable.type(), value, offset);
        } else if (value instanceof BtfValue.Bytes raw && !(type instanceof BtfType.Int)) {
            writeBytes(id, raw, offset);
        } else if (type instanceof BtfType.Int number) {
            writeInt(id, number, value, offset);
        } else if (type instanceof BtfType.Pointer) {
            writeBits(id, value, whole(id, value), offset * (long) Byte.SIZE, Long.SIZE);
        } else if (type instanceof BtfType.Enumeration enumeration) {
            long bits = enumerator(id, enumeration, value);
            writeBits(id, value, bits, offset * (long) Byte.SIZE, enumeration.size() * Byte.SIZE);
        } else if (type instanceof BtfType.FloatingPoint number) {
            writeFloatingPoint(id, number, value, offset);
        } else if (type instanceof BtfType.Array array) {
            writeArray(id, array, value, offset);
        } else if (type instanceof BtfType.Composite composite) {
            writeComposite(id, composite, value, offset);
        } else if (type instanceof BtfType.DataSection section && value instanceof BtfValue.Fields fields) {
            fields.fields().forEach(field -> writeVariable(section, field, offset));
        } else {
            throw mismatch(id, value);
        }
    }

    private void writeBytes(int id, BtfValue.Bytes raw, int offset) {
        if (btf.sizeOf(id).orElse(-1) != raw.bytes().length) {
            throw mismatch(id, raw);
        }
        target.put(offset, raw.bytes());
    }

    private void writeInt(int id, BtfType.Int number, BtfValue value, int offset) {
        if (value instanceof BtfValue.Bytes raw) {
            writeBytes(id, raw, offset);
        } else if (number.bits() > Long.SIZE) {
            long low = whole(id, value);
            target.putLong(offset, low).putLong(offset + Long.BYTES, number.signed() && low < 0 ? -1 : 0);
        } else {
            long bitOffset = offset * (long) Byte.SIZE + number.bitOffset();
            writeBits(id, value, whole(id, value), bitOffset, number.bits());
        }
    }

    private void writeFloatingPoint(int id, BtfType.FloatingPoint number, BtfValue value, int offset) {
        double real = value instanceof BtfValue.Real literal ? literal.value() : whole(id, value);
        switch (number.size()) {
            case Float.BYTES -> target.putFloat(offset, (float) real);
            case Double.BYTES -> target.putDouble(offset, real);
            default -> throw mismatch(id, value);
        }
    }

    private void writeArray(int id, BtfType.Array array, BtfValue value, int offset) {
        long size = btf.sizeOf(id).orElseThrow(() -> mismatch(id, value));
        if (value instanceof BtfValue.Text text && BtfFormatter.isCharacter(btf, array.element())) {
            var characters = text.text().getBytes(StandardCharsets.UTF_8);
            if (characters.length > size) {
                throw mismatch(id, value);
            }
            target.put(offset, characters);
            target.put(offset + characters.length, new byte[(int) size - characters.length]);
        } else if (value instanceof BtfValue.Elements elements
                && elements.elements().size() <= Integer.toUnsignedLong(array.length())) {
            int elementSize = (int) btf.sizeOf(array.element()).orElseThrow(() -> mismatch(id, value));
            int at = offset;
            for (var element : elements.elements()) {
                write(array.element(), element, at);
                at += elementSize;
            }
        } else {
            throw mismatch(id, value);
        }
    }

    private void writeComposite(int id, BtfType.Composite composite, BtfValue value, int offset) {
        if (value instanceof BtfValue.Fields fields) {
            for (var field : fields.fields()) {
                if (!writeMember(composite, field, offset)) {
                    throw new IllegalArgumentException(btf.declaration(id) + " has no member '" + field.name()
                            + "', it has: " + String.join(", ", memberNames(composite)));
                }
            }
        } else if (value instanceof BtfValue.Elements elements
                && elements.elements().size() <= composite.members().size()) {
            // In the order of the members, as C initialises a struct.
            for (int i = 0; i < elements.elements().size(); i++) {
                writeMember(composite.members().get(i), elements.elements().get(i), offset);
            }
        } else {
            throw mismatch(id, value);
        }
    }

    private static List<String> memberNames(BtfType.Composite composite) {
        return composite.members().stream()
                .map(BtfType.Member::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Writes the member of that name, which may be one of an anonymous struct inside; tells whether there is one. */
    private boolean writeMember(BtfType.Composite composite, BtfValue.Field field, int offset) {
        for (var member : composite.members()) {
            if (member.name().equals(field.name())) {
                writeMember(member, field.value(), offset);
                return true;
            } else if (member.name().isEmpty()
                    && btf.resolved(member.type()).orElse(null) instanceof BtfType.Composite anonymous
                    && writeMember(anonymous, field, offset + byteOffset(member))) {
                return true;
            }
        }
        return false;
    }

    private void writeMember(BtfType.Member member, BtfValue value, int offset) {
        var type = btf.resolved(member.type()).orElse(null);
        if (member.bitFieldSize() > 0) {
            long bits = type instanceof BtfType.Enumeration enumeration
                    ? enumerator(member.type(), enumeration, value)
                    : whole(member.type(), value);
            long bitOffset = offset * (long) Byte.SIZE + Integer.toUnsignedLong(member.bitOffset());
            writeBits(member.type(), value, bits, bitOffset, member.bitFieldSize());
        } else {
            write(member.type(), value, offset + byteOffset(member));
        }
    }

    private static int byteOffset(BtfType.Member member) {
        return Integer.divideUnsigned(member.bitOffset(), Byte.SIZE);
    }

    private void writeVariable(BtfType.DataSection section, BtfValue.Field field, int offset) {
        var place = section.variables().stream()
                .filter(known -> btf.type(known.variable()).name().equals(field.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(section.name() + " has no variable " + field.name()));
        long at = offset + Integer.toUnsignedLong(place.offset());
        if (at + btf.sizeOf(place.variable()).orElse(0) > target.limit()) {
            throw new IllegalArgumentException(section.name() + " has no bytes for variable " + field.name());
        }
        write(place.variable(), field.value(), (int) at);
    }

    private long enumerator(int id, BtfType.Enumeration enumeration, BtfValue value) {
        String name = value instanceof BtfValue.Named named
                ? named.name()
                : value instanceof BtfValue.Text text ? text.text() : null;
        if (name == null) {
            return whole(id, value);
        }
        return enumeration.enumerators().stream()
                .filter(enumerator -> enumerator.name().equals(name))
                .findFirst()
                .orElseThrow(() -> mismatch(id, value))
                .value();
    }

    private long whole(int id, BtfValue value) {
        if (value instanceof BtfValue.Whole number) {
            return number.value();
        } else if (value instanceof BtfValue.Truth truth) {
            return truth.value() ? 1 : 0;
        } else if (value instanceof BtfValue.Named named) {
            return named.value();
        }
        throw mismatch(id, value);
    }

    private void writeBits(int id, BtfValue value, long bits, long bitOffset, int width) {
        boolean fits = width == Long.SIZE || bits >>> width == 0 || bits >> (width - 1) == -1;
        if (!fits) {
            throw mismatch(id, value);
        }
        int written = 0;
        while (written < width) {
            long at = bitOffset + written;
            int index = (int) (at / Byte.SIZE);
            int skipped = (int) (at % Byte.SIZE);
            int taken = Math.min(Byte.SIZE - skipped, width - written);
            int mask = ((1 << taken) - 1) << skipped;
            int old = target.get(index);
            int added = (int) (bits >>> written) << skipped;
            target.put(index, (byte) ((old & ~mask) | (added & mask)));
            written += taken;
        }
    }

    private IllegalArgumentException mismatch(int id, BtfValue value) {
        return new IllegalArgumentException("'" + value + "' is no value of type " + btf.declaration(id));
    }
}
