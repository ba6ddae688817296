package dev.osmia.program.btf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The types of one object file, by id. Id 0 is {@code void}. */
public final class Btf {
    /** How many typedefs, qualifiers and arrays may stand around one another, as the kernel limits it ({@code MAX_RESOLVE_DEPTH}). */
    static final int MAX_RESOLVE_DEPTH = 32;

    private static final int POINTER_BYTES = 8;

    private final List<BtfType> types;
    private final byte[] strings;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final Map<Integer, List<Integer>> tags = new HashMap<>();

    /** Types in the order of their ids; the first gets id 1. */
    public Btf(List<BtfType> types) {
        this(types, new byte[1]);
    }

    /**
     * Types and the strings that came with them: names, and the source lines that {@code .BTF.ext} refers to.
     *
     * @param strings zero-terminated strings, the first of them empty
     */
    Btf(List<BtfType> types, byte[] strings) {
        this.types = List.copyOf(types);
        this.strings = strings;
        for (int id = 1; id <= this.types.size(); id++) {
            var name = this.types.get(id - 1).name();
            if (this.types.get(id - 1) instanceof BtfType.DeclarationTag tag) {
                tags.computeIfAbsent(tag.target(), unused -> new ArrayList<>(1)).add(id);
            }
            if (!name.isEmpty()) {
                byName.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(id);
            }
        }
    }

    /** Other types for the same object. */
    public Btf withTypes(List<BtfType> newTypes) {
        return new Btf(newTypes, strings);
    }

    /** The strings as they were read, never to be changed by a receiver. */
    byte[] strings() {
        return strings;
    }

    /** How many types there are, without {@code void}. */
    public int size() {
        return types.size();
    }

    /** The type with this id, 1 to {@link #size()}. */
    public BtfType type(int id) {
        if (id < 1 || id > types.size()) {
            throw new IllegalArgumentException("BTF type id=" + id + " is beyond size=" + types.size());
        }
        return types.get(id - 1);
    }

    /** The type with this id; empty for {@code void} and for ids that are not there. */
    public Optional<BtfType> find(int id) {
        return id < 1 || id > types.size() ? Optional.empty() : Optional.of(types.get(id - 1));
    }

    /** The type with this id, where it is of that kind. */
    public <T extends BtfType> Optional<T> find(int id, Class<T> kind) {
        return find(id).filter(kind::isInstance).map(kind::cast);
    }

    /** The id of the first type with this name and kind. */
    public <T extends BtfType> OptionalInt find(String name, Class<T> kind) {
        return named(name).stream()
                .filter(id -> kind.isInstance(type(id)))
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /** The ids of all types with this name, in order. */
    public List<Integer> named(String name) {
        return Collections.unmodifiableList(byName.getOrDefault(name, List.of()));
    }

    /** The ids of the declaration tags of a type and its components, in order. */
    public List<Integer> tagsOf(int id) {
        return Collections.unmodifiableList(tags.getOrDefault(id, List.of()));
    }

    /** The id of the type behind typedefs and qualifiers; 0 where that is {@code void} or nested without end. */
    public int resolve(int id) {
        int resolved = id;
        for (int depth = 0; depth <= 2 * MAX_RESOLVE_DEPTH; depth++) {
            var type = find(resolved).orElse(null);
            if (type instanceof BtfType.Typedef typedef) {
                resolved = typedef.target();
            } else if (type instanceof BtfType.Qualifier qualifier) {
                resolved = qualifier.target();
            } else {
                return type == null ? 0 : resolved;
            }
        }
        return 0;
    }

    /** The type behind typedefs and qualifiers; empty where that is {@code void}. */
    public Optional<BtfType> resolved(int id) {
        return find(resolve(id));
    }

    /** How many bytes a value of the type takes; empty where it has no size ({@code void}, functions, forward declarations, cycles). */
    public OptionalLong sizeOf(int id) {
        long count = 1;
        int element = id;
        for (int depth = 0; depth < MAX_RESOLVE_DEPTH; depth++) {
            var type = resolved(element).orElse(null);
            if (type instanceof BtfType.Variable variable) {
                element = variable.type();
            } else if (type instanceof BtfType.Array array) {
                count = Math.multiplyHigh(count, Integer.toUnsignedLong(array.length())) != 0
                        ? -1
                        : count * Integer.toUnsignedLong(array.length());
                element = array.element();
            } else {
                long size = type == null ? -1 : ownSize(type);
                boolean fits = size >= 0 && count >= 0 && Math.multiplyHigh(count, size) == 0 && count * size >= 0;
                return fits ? OptionalLong.of(count * size) : OptionalLong.empty();
            }
            if (count < 0) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static long ownSize(BtfType type) {
        if (type instanceof BtfType.Int number) {
            return number.size();
        } else if (type instanceof BtfType.Pointer) {
            return POINTER_BYTES;
        } else if (type instanceof BtfType.Composite composite) {
            return Integer.toUnsignedLong(composite.size());
        } else if (type instanceof BtfType.Enumeration enumeration) {
            return enumeration.size();
        } else if (type instanceof BtfType.FloatingPoint number) {
            return number.size();
        } else if (type instanceof BtfType.DataSection section) {
            return Integer.toUnsignedLong(section.size());
        }
        return -1;
    }

    /** The alignment of a value of the type in bytes; 1 for packed structs; empty where it has no size. */
    public OptionalInt alignmentOf(int id) {
        int alignment = new BtfAlignment(this).of(id, 0);
        return alignment == 0 ? OptionalInt.empty() : OptionalInt.of(alignment);
    }

    /** The type as a C declaration without a name, such as {@code struct flow_key *} or {@code char[16]}. */
    public String declaration(int id) {
        return declaration(id, "");
    }

    /** A C declaration of that name, such as {@code struct flow_key *key}. */
    public String declaration(int id, String name) {
        return new BtfDeclaration(this).of(id, name);
    }
}
