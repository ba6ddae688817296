package dev.osmia.program.btf;

import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.bytes.StringTable;
import dev.osmia.program.input.MalformedObjectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Reads the BPF Type Format ({@code Documentation/bpf/btf.rst}): an object's section {@code .BTF} or a kernel's {@code /sys/kernel/btf/vmlinux}. */
public final class BtfReader {
    static final int BTF_MAGIC = 0xeb9f;
    private static final int BTF_VERSION = 1;
    private static final int HEADER_BYTES = 24;
    private static final int TYPE_BYTES = 12;
    private static final int MEMBER_BYTES = 12;
    private static final int ENUM64_BYTES = 12;

    private final ObjectBytes types;
    private final StringTable strings;
    private int position;
    private int start;

    private BtfReader(ObjectBytes types, StringTable strings) {
        this.types = types;
        this.strings = strings;
    }

    /**
     * Reads types that make up the whole buffer.
     *
     * @param file the name for messages
     * @param bytes from the magic number on
     * @throws MalformedObjectException where it is no BTF, or types refer to what is not there
     */
    public static Btf read(String file, ByteBuffer bytes) {
        return read(ObjectBytes.of(file, bytes));
    }

    /** Reads the types in a part of a file. */
    public static Btf read(ObjectBytes section) {
        var header = header(section, HEADER_BYTES);
        long typeOffset = header + section.unsigned32(8, "the offset of the BTF types");
        long typeLength = section.unsigned32(12, "the length of the BTF types");
        var types = section.slice(typeOffset, typeLength, "the BTF types");
        var strings = strings(section);
        var read = new BtfReader(types, strings).types();
        var btf = new Btf(read.types(), strings.toArray());
        new BtfCheck(types, read.offsets(), read.types(), btf).check();
        return btf;
    }

    /** The strings of a section {@code .BTF}, which {@code .BTF.ext} refers to as well. */
    public static StringTable strings(ObjectBytes section) {
        var header = header(section, HEADER_BYTES);
        long stringOffset = header + section.unsigned32(16, "the offset of the BTF strings");
        long stringLength = section.unsigned32(20, "the length of the BTF strings");
        var strings = section.slice(stringOffset, stringLength, "the BTF strings");
        if (strings.unsigned8(0, "the BTF strings") != 0) {
            throw strings.malformed(0, "BTF strings that start with an empty one", "another");
        }
        return new StringTable(strings);
    }

    /** Checks what {@code .BTF} and {@code .BTF.ext} start with; gives the header's length. */
    static long header(ObjectBytes section, int minimum) {
        int magic = section.unsigned16(0, "the BTF magic number");
        if (magic != BTF_MAGIC) {
            String found = magic == 0x9feb ? "a big-endian one" : "0x" + Integer.toHexString(magic);
            throw section.malformed(0, "the BTF magic number 0xeb9f", found);
        }
        int version = section.unsigned8(2, "the BTF version");
        if (version != BTF_VERSION) {
            throw section.malformed(2, "BTF version " + BTF_VERSION, Integer.toString(version));
        }
        int flags = section.unsigned8(3, "the BTF flags");
        if (flags != 0) {
            throw section.malformed(3, "BTF flags 0", "0x" + Integer.toHexString(flags));
        }
        long length = section.unsigned32(4, "the length of the BTF header");
        if (length < minimum || length > section.length()) {
            throw section.malformed(
                    4, "a BTF header of " + minimum + " to " + section.length() + " bytes", length + " bytes");
        }
        return length;
    }

    /** Types with the offset of each, which messages need as long as the types are not checked. */
    record TypesAt(List<BtfType> types, int[] offsets) {}

    private TypesAt types() {
        var read = new ArrayList<BtfType>();
        var offsets = new int[types.length() / TYPE_BYTES + 1];
        while (position < types.length()) {
            offsets[read.size()] = position;
            read.add(type());
        }
        return new TypesAt(read, offsets);
    }

    private BtfType type() {
        start = position;
        types.slice(start, TYPE_BYTES, "a BTF type");
        long nameOffset = next();
        int info = (int) next();
        int sizeOrType = (int) next();
        var name = string(nameOffset);
        int count = info & 0xffff;
        int kindNumber = info >>> 24 & 0x1f;
        boolean flag = info < 0;
        var kinds = BtfKind.values();
        if (kindNumber == 0 || kindNumber >= kinds.length) {
            throw types.malformed(
                    start + 4, "a BTF kind from 1 to " + (kinds.length - 1), Integer.toString(kindNumber));
        }
        return switch (kinds[kindNumber]) {
            case UNKN -> throw new AssertionError("kind 0 is excluded above");
            case INT -> integer(name, sizeOrType);
            case PTR -> new BtfType.Pointer(sizeOrType);
            case ARRAY -> new BtfType.Array((int) next(), (int) next(), (int) next());
            case STRUCT -> new BtfType.Composite(name, false, sizeOrType, list(count, MEMBER_BYTES, i -> member(flag)));
            case UNION -> new BtfType.Composite(name, true, sizeOrType, list(count, MEMBER_BYTES, i -> member(flag)));
            case ENUM ->
                new BtfType.Enumeration(name, enumSize(sizeOrType), flag, list(count, 8, i -> enumerator(flag)));
            case FWD -> new BtfType.Forward(name, flag);
            case TYPEDEF -> new BtfType.Typedef(name, sizeOrType);
            case VOLATILE -> new BtfType.Qualifier(BtfType.Qualifier.Kind.VOLATILE, name, sizeOrType);
            case CONST -> new BtfType.Qualifier(BtfType.Qualifier.Kind.CONST, name, sizeOrType);
            case RESTRICT -> new BtfType.Qualifier(BtfType.Qualifier.Kind.RESTRICT, name, sizeOrType);
            case FUNC -> new BtfType.Function(name, sizeOrType, count);
            case FUNC_PROTO -> new BtfType.FunctionPrototype(sizeOrType, list(count, 8, i -> parameter()));
            case VAR -> new BtfType.Variable(name, sizeOrType, (int) next());
            case DATASEC -> new BtfType.DataSection(name, sizeOrType, list(count, TYPE_BYTES, i -> sectionVariable()));
            case FLOAT -> new BtfType.FloatingPoint(name, numberSize(sizeOrType));
            case DECL_TAG -> new BtfType.DeclarationTag(name, sizeOrType, (int) next());
            case TYPE_TAG -> new BtfType.Qualifier(BtfType.Qualifier.Kind.TYPE_TAG, name, sizeOrType);
            case ENUM64 ->
                new BtfType.Enumeration(
                        name, enumSize(sizeOrType), flag, list(count, ENUM64_BYTES, i -> enumerator64()));
        };
    }

    private BtfType integer(String name, int size) {
        int encoding = (int) next();
        int bits = encoding & 0xff;
        int bitOffset = encoding >>> 16 & 0xff;
        if (bits + bitOffset > numberSize(size) * 8) {
            throw types.malformed(
                    start + TYPE_BYTES, "at most " + size * 8 + " bits of a BTF int", bits + " from bit " + bitOffset);
        }
        int attributes = encoding >>> 24 & 0xf;
        return new BtfType.Int(
                name, size, bits, bitOffset, (attributes & 1) != 0, (attributes & 2) != 0, (attributes & 4) != 0);
    }

    private int numberSize(int size) {
        if (size < 1 || size > 16) {
            throw types.malformed(
                    start + 8, "a BTF number of 1 to 16 bytes", Integer.toUnsignedString(size) + " bytes");
        }
        return size;
    }

    private int enumSize(int size) {
        if (size != 1 && size != 2 && size != 4 && size != 8) {
            throw types.malformed(
                    start + 8, "a BTF enum of 1, 2, 4 or 8 bytes", Integer.toUnsignedString(size) + " bytes");
        }
        return size;
    }

    private BtfType.Member member(boolean bitFields) {
        var name = string(next());
        int type = (int) next();
        int offset = (int) next();
        return bitFields
                ? new BtfType.Member(name, type, offset & 0xff_ffff, offset >>> 24)
                : new BtfType.Member(name, type, offset, 0);
    }

    private BtfType.Enumerator enumerator(boolean signed) {
        var name = string(next());
        long value = next();
        return new BtfType.Enumerator(name, signed ? (int) value : value);
    }

    private BtfType.Enumerator enumerator64() {
        var name = string(next());
        long low = next();
        return new BtfType.Enumerator(name, low | next() << 32);
    }

    private BtfType.Parameter parameter() {
        var name = string(next());
        return new BtfType.Parameter(name, (int) next());
    }

    private BtfType.SectionVariable sectionVariable() {
        return new BtfType.SectionVariable((int) next(), (int) next(), (int) next());
    }

    private <T> List<T> list(int count, int bytesEach, IntFunction<T> element) {
        types.slice(position, (long) count * bytesEach, "the members of a BTF type");
        var list = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(i));
        }
        return List.copyOf(list);
    }

    private String string(long offset) {
        return offset == 0 ? "" : strings.at(offset, "the name of a BTF type");
    }

    private long next() {
        long value = types.unsigned32(position, "a BTF type");
        position += 4;
        return value;
    }
}
