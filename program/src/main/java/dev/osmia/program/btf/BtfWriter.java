package dev.osmia.program.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Writes types as {@link BtfReader} reads them ({@code Documentation/bpf/btf.rst}), little endian, with the ids they have. Strings that
 * were read with the types stay where they were, so that whatever else referred to them still does.
 */
public final class BtfWriter {
    private static final int BTF_VERSION = 1;
    private static final int HEADER_BYTES = 24;
    private static final int KIND_SHIFT = 24;
    private static final int KIND_FLAG = 1 << 31;
    private static final int BIT_FIELD_SHIFT = 24;

    private final Btf btf;
    private final Words words = new Words();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new HashMap<>();

    /** A writer for these types, which has not written anything yet. */
    public BtfWriter(Btf btf) {
        this.btf = btf;
        var known = btf.strings();
        int start = 0;
        for (int end = 0; end < known.length; end++) {
            if (known[end] == 0) {
                offsets.putIfAbsent(new String(known, start, end - start, StandardCharsets.UTF_8), start);
                start = end + 1;
            }
        }
        strings.write(known, 0, start);
    }

    /** Where the string is among the strings: the offset by which records refer to it. It is added where it is not there yet. */
    public int string(String text) {
        return offsets.computeIfAbsent(text, this::append);
    }

    /** Where the string is among the strings; empty where it is not there. */
    public OptionalInt find(String text) {
        var offset = offsets.get(text);
        return offset == null ? OptionalInt.empty() : OptionalInt.of(offset);
    }

    private int append(String text) {
        int offset = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return offset;
    }

    /** Header, types and strings. */
    public byte[] write() {
        words.clear();
        for (int id = 1; id <= btf.size(); id++) {
            write(btf.type(id));
        }
        int typeBytes = words.size() * Integer.BYTES;
        var bytes = ByteBuffer.allocate(HEADER_BYTES + typeBytes + strings.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) BtfReader.BTF_MAGIC)
                .put((byte) BTF_VERSION)
                .put((byte) 0)
                .putInt(HEADER_BYTES)
                .putInt(0)
                .putInt(typeBytes)
                .putInt(typeBytes)
                .putInt(strings.size());
        words.writeTo(bytes);
        return bytes.put(strings.toByteArray()).array();
    }

    private void write(BtfType type) {
        if (type instanceof BtfType.Int number) {
            head(BtfKind.INT, type, 0, number.size());
            words.add((number.signed() ? 1 << 24 : 0)
                    | (number.isChar() ? 2 << 24 : 0)
                    | (number.isBool() ? 4 << 24 : 0)
                    | number.bitOffset() << 16
                    | number.bits());
        } else if (type instanceof BtfType.Pointer pointer) {
            head(BtfKind.PTR, type, 0, pointer.target());
        } else if (type instanceof BtfType.Array array) {
            head(BtfKind.ARRAY, type, 0, 0);
            words.add(array.element(), array.index(), array.length());
        } else if (type instanceof BtfType.Composite composite) {
            write(composite);
        } else if (type instanceof BtfType.Enumeration enumeration) {
            write(enumeration);
        } else if (type instanceof BtfType.Forward forward) {
            head(BtfKind.FWD, type, forward.union() ? KIND_FLAG : 0, 0);
        } else if (type instanceof BtfType.Typedef typedef) {
            head(BtfKind.TYPEDEF, type, 0, typedef.target());
        } else if (type instanceof BtfType.Qualifier qualifier) {
            head(kind(qualifier.kind()), type, 0, qualifier.target());
        } else if (type instanceof BtfType.Function function) {
            head(BtfKind.FUNC, type, function.linkage(), function.prototype());
        } else if (type instanceof BtfType.FunctionPrototype prototype) {
            head(BtfKind.FUNC_PROTO, type, prototype.parameters().size(), prototype.returns());
            prototype.parameters().forEach(parameter -> words.add(string(parameter.name()), parameter.type()));
        } else if (type instanceof BtfType.Variable variable) {
            head(BtfKind.VAR, type, 0, variable.type());
            words.add(variable.linkage());
        } else if (type instanceof BtfType.DataSection section) {
            head(BtfKind.DATASEC, type, section.variables().size(), section.size());
            section.variables().forEach(place -> words.add(place.variable(), place.offset(), place.size()));
        } else if (type instanceof BtfType.FloatingPoint number) {
            head(BtfKind.FLOAT, type, 0, number.size());
        } else {
            var tag = (BtfType.DeclarationTag) type;
            head(BtfKind.DECL_TAG, type, 0, tag.target());
            words.add(tag.component());
        }
    }

    private void write(BtfType.Composite composite) {
        boolean bitFields = composite.members().stream().anyMatch(member -> member.bitFieldSize() != 0);
        int info = composite.members().size() | (bitFields ? KIND_FLAG : 0);
        head(composite.union() ? BtfKind.UNION : BtfKind.STRUCT, composite, info, composite.size());
        for (var member : composite.members()) {
            int offset = member.bitOffset() | member.bitFieldSize() << BIT_FIELD_SHIFT;
            words.add(string(member.name()), member.type(), offset);
        }
    }

    private void write(BtfType.Enumeration enumeration) {
        int info = enumeration.enumerators().size() | (enumeration.signed() ? KIND_FLAG : 0);
        if (enumeration.size() == Long.BYTES) {
            head(BtfKind.ENUM64, enumeration, info, enumeration.size());
            for (var one : enumeration.enumerators()) {
                words.add(string(one.name()), (int) one.value(), (int) (one.value() >>> 32));
            }
        } else {
            head(BtfKind.ENUM, enumeration, info, enumeration.size());
            enumeration.enumerators().forEach(one -> words.add(string(one.name()), (int) one.value()));
        }
    }

    private static BtfKind kind(BtfType.Qualifier.Kind kind) {
        return switch (kind) {
            case CONST -> BtfKind.CONST;
            case VOLATILE -> BtfKind.VOLATILE;
            case RESTRICT -> BtfKind.RESTRICT;
            case TYPE_TAG -> BtfKind.TYPE_TAG;
        };
    }

    private void head(BtfKind kind, BtfType type, int info, int sizeOrType) {
        words.add(string(type.name()), kind.ordinal() << KIND_SHIFT | info, sizeOrType);
    }

    /** A growing row of 32-bit numbers: all that types are made of. */
    private static final class Words {
        private int[] words = new int[1024];
        private int size;

        void add(int... more) {
            if (size + more.length > words.length) {
                words = Arrays.copyOf(words, 2 * words.length);
            }
            System.arraycopy(more, 0, words, size, more.length);
            size += more.length;
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
        }

        void writeTo(ByteBuffer buffer) {
            for (int i = 0; i < size; i++) {
                buffer.putInt(words[i]);
            }
        }
    }
}
