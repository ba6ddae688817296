package dev.osmia.program.object;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfMapTypes;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.input.MalformedObjectException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A map as the type of a variable describes it: {@code struct { __uint(type, …); __type(key, …); … } name SEC(".maps")}. Numbers are
 * lengths of arrays that a member points to; types are what a member points to.
 */
final class MapDefinition {
    private static final int PAGE_BYTES = 4096;
    private static final int BPF_MAX_PINNING = 1;

    private final ObjectBytes place;
    private final Btf btf;
    private final String name;

    private MapType type;
    private int keySize;
    private int valueSize;
    private int keyType;
    private int valueType;
    private int maxEntries;
    private int flags;
    private long extra;
    private Optional<MapSpec> inner = Optional.empty();

    /**
     * A definition that is not read yet.
     *
     * @param place where in the file the map is, for messages
     */
    MapDefinition(ObjectBytes place, Btf btf, String name) {
        this.place = place;
        this.btf = btf;
        this.name = name;
    }

    MapSpec read(Optional<BtfType> definition) {
        return read(definition, false);
    }

    private MapSpec read(Optional<BtfType> definition, boolean isInner) {
        if (!(definition.orElse(null) instanceof BtfType.Composite struct) || struct.union()) {
            throw malformed("to be a struct", definition.map(BtfType::toString).orElse("void"));
        }
        var known = new HashSet<String>();
        for (var member : struct.members()) {
            if (!known.add(member.name())) {
                throw malformed("to have each member once", "'" + member.name() + "' again");
            }
            readMember(member, isInner, known.size() == struct.members().size());
        }
        if (type == null) {
            throw malformed("to have a type", "none");
        }
        boolean ring = type == MapType.RINGBUF || type == MapType.USER_RINGBUF;
        return new MapSpec(
                name,
                type,
                keySize,
                valueSize,
                ring ? wholePages(maxEntries) : maxEntries,
                flags,
                extra,
                keyType == 0 && valueType == 0
                        ? Optional.empty()
                        : Optional.of(new BtfMapTypes(btf, keyType, valueType)),
                inner,
                List.of(),
                MapSpec.GlobalData.NONE);
    }

    private void readMember(BtfType.Member member, boolean isInner, boolean last) {
        switch (member.name()) {
            case "type" -> type = type(place, name, number(member));
            case "max_entries" -> maxEntries = size(place, name, "max_entries", number(member));
            case "map_flags" -> flags = (int) number(member);
            case "map_extra" -> extra = longNumber(member);
            case "numa_node" -> number(member);
            case "pinning" -> {
                if (isInner || number(member) > BPF_MAX_PINNING) {
                    throw malformed("to be pinned by name or not at all", "pinning " + number(member));
                }
            }
            case "key_size" -> keySize = agreed("key_size", keySize, number(member));
            case "value_size" -> valueSize = agreed("value_size", valueSize, number(member));
            case "key" -> {
                keyType = pointedTo(member);
                keySize = agreed("key", keySize, sizeOf(member, keyType));
            }
            case "value" -> {
                valueType = pointedTo(member);
                valueSize = agreed("value", valueSize, sizeOf(member, valueType));
            }
            case "values" -> {
                if (isInner || !last) {
                    throw malformed("to have values as the last member, and no inner maps in inner maps", "values");
                }
                readValues(member);
            }
            default -> throw malformed("to have members that are known", "'" + member.name() + "'");
        }
    }

    private void readValues(BtfType.Member member) {
        valueSize = agreed("values", valueSize, Integer.BYTES);
        int element = btf.resolved(member.type()).orElse(null) instanceof BtfType.Array array ? array.element() : 0;
        int target = btf.resolved(element).orElse(null) instanceof BtfType.Pointer pointer ? pointer.target() : 0;
        var definition = btf.resolved(target);
        if (type == MapType.ARRAY_OF_MAPS || type == MapType.HASH_OF_MAPS) {
            inner = Optional.of(new MapDefinition(place, btf, name + ".inner").read(definition, true));
        } else if (type != MapType.PROG_ARRAY) {
            throw malformed("to be a map of maps or a prog_array, as it has values", "another type");
        } else if (!(definition.orElse(null) instanceof BtfType.FunctionPrototype)) {
            throw malformed("to have functions as values", btf.declaration(member.type()));
        }
    }

    static MapType type(ObjectBytes place, String name, long number) {
        return MapType.ofNumber((int) number)
                .orElseThrow(() -> place.malformed(0, "map '" + name + "' to be of a known type", "type " + number));
    }

    static int size(ObjectBytes place, String name, String what, long size) {
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw place.malformed(
                    0, "map '%s' to have %s of at most %d".formatted(name, what, Integer.MAX_VALUE), "" + size);
        }
        return (int) size;
    }

    private int agreed(String what, int known, long size) {
        if (known != 0 && known != size) {
            throw malformed("to have one size, of " + known + " bytes", what + " of " + size + " bytes");
        }
        return size(place, name, what, size);
    }

    private long number(BtfType.Member member) {
        if (btf.find(pointedTo(member)).orElse(null) instanceof BtfType.Array array) {
            return Integer.toUnsignedLong(array.length());
        }
        throw malformed("to have a number (__uint) as " + member.name(), btf.declaration(member.type()));
    }

    /** A number that may not fit an array's length is an enum with one value ({@code __ulong}). */
    private long longNumber(BtfType.Member member) {
        if (btf.resolved(member.type()).orElse(null) instanceof BtfType.Enumeration number
                && number.enumerators().size() == 1) {
            return number.enumerators().get(0).value();
        }
        return number(member);
    }

    private int pointedTo(BtfType.Member member) {
        if (btf.resolved(member.type()).orElse(null) instanceof BtfType.Pointer pointer) {
            return pointer.target();
        }
        throw malformed("to have a pointer as " + member.name(), btf.declaration(member.type()));
    }

    private long sizeOf(BtfType.Member member, int id) {
        return btf.sizeOf(id)
                .orElseThrow(() -> malformed("to have a type of known size as " + member.name(), btf.declaration(id)));
    }

    /** Ring buffers are powers of two of pages; a size between two of them is meant to be the larger. */
    private static int wholePages(int bytes) {
        int pages = (int) ((bytes + PAGE_BYTES - 1L) / PAGE_BYTES);
        long rounded = pages <= 1 ? pages : Integer.highestOneBit(pages - 1) * 2L;
        return rounded * PAGE_BYTES > Integer.MAX_VALUE ? bytes : (int) (rounded * PAGE_BYTES);
    }

    private MalformedObjectException malformed(String expected, String found) {
        return place.malformed(0, "map '" + name + "' " + expected, found);
    }
}
