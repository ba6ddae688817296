package dev.osmia.verifier.memory;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** Finds what an access to a struct touches ({@code btf_struct_walk}). */
final class StructWalk {
    private final Btf btf;
    private final boolean flexibleArrays;

    /**
     * What was found.
     *
     * @param kind its kind
     * @param type the id of the struct that a pointer points to, or that is nested at the offset
     * @param flags those of the pointer
     * @param field the name of the pointer
     */
    record Found(Kind kind, int type, int flags, String field) {
        enum Kind {
            NUMBER,
            /** A pointer to a struct. */
            POINTER,
            /** A pointer to something else. */
            OTHER_POINTER,
            /** A struct that starts here. */
            STRUCT
        }
    }

    private static final Found NUMBER = new Found(Found.Kind.NUMBER, 0, TypeFlag.NONE, "");
    private static final Found OTHER_POINTER = new Found(Found.Kind.OTHER_POINTER, 0, TypeFlag.NONE, "");

    /**
     * A walk.
     *
     * @param flexibleArrays whether accesses may reach behind the end, into an array without length
     */
    StructWalk(Btf btf, boolean flexibleArrays) {
        this.btf = btf;
        this.flexibleArrays = flexibleArrays;
    }

    /** What an access touches, however deep it is nested. */
    Found access(int struct, int offset, int size) {
        var found = step(struct, offset, size);
        while (found.kind() == Found.Kind.STRUCT) {
            found = step(found.type(), 0, size);
        }
        return found;
    }

    /** Whether a struct of the other type starts at the offset ({@code btf_struct_ids_match}). */
    boolean startsWith(int struct, int offset, String other) {
        var found = new Found(Found.Kind.STRUCT, struct, TypeFlag.NONE, "");
        int at = offset;
        if (at == 0 && name(struct).equals(other)) {
            return true;
        }
        try {
            while (found.kind() == Found.Kind.STRUCT) {
                found = step(found.type(), at, 1);
                at = 0;
                if (found.kind() == Found.Kind.STRUCT && name(found.type()).equals(other)) {
                    return true;
                }
            }
        } catch (Rejection beyond) {
            return false;
        }
        return false;
    }

    private String name(int type) {
        return btf.find(type).map(BtfType::name).orElse("");
    }

    /** What the innermost struct that does not start at the offset has there. */
    private Found step(int struct, int offset, int size) {
        int type = struct;
        long at = offset;
        int flags = TypeFlag.NONE;
        while (true) {
            var composite = composite(type);
            if (composite.union() && composite.members().size() != 1) {
                flags |= TypeFlag.UNTRUSTED.bit();
            }
            if (at + size > composite.size()) {
                var element = flexibleElement(composite, at, size);
                if (!(btf.resolved(element).orElse(null) instanceof BtfType.Composite last)) {
                    return NUMBER;
                }
                var array = composite.members().get(composite.members().size() - 1);
                at = (at - array.bitOffset() / 8) % last.size();
                type = element;
                continue;
            }
            var place = member(composite, at, size);
            if (place == null) {
                return NUMBER;
            }
            if (!(btf.find(place.type()).orElse(null) instanceof BtfType.Composite)) {
                return leaf(composite, place, at, size, flags);
            }
            if (at == place.offset()) {
                return new Found(Found.Kind.STRUCT, place.type(), flags, "");
            }
            at -= place.offset();
            type = place.type();
        }
    }

    private BtfType.Composite composite(int type) {
        var resolved = btf.resolved(type).orElse(null);
        if (resolved instanceof BtfType.Composite composite) {
            return composite;
        }
        throw Rejection.of("Type '%s' is not a struct", resolved == null ? "" : resolved.name());
    }

    /** The type of the elements of the array without length at the end of the struct. */
    private int flexibleElement(BtfType.Composite struct, long offset, int size) {
        int count = struct.members().size();
        if (flexibleArrays && count > 0) {
            var last = struct.members().get(count - 1);
            if (btf.resolved(last.type()).orElse(null) instanceof BtfType.Array array
                    && array.length() == 0
                    && offset >= last.bitOffset() / 8) {
                int element = btf.resolve(array.element());
                var type = btf.find(element).orElse(null);
                boolean walkable = type instanceof BtfType.Int
                        || (type instanceof BtfType.Composite composite && composite.size() > 0);
                if (walkable) {
                    return element;
                }
            }
        }
        throw Rejection.of("access beyond struct %s at off %d size %d", struct.name(), offset, size);
    }

    /**
     * A member, or the element of an array that is one.
     *
     * @param type the id of its type
     * @param offset from the start of the struct
     */
    private record Place(BtfType.Member member, int type, long offset, long end) {}

    /** The member at the offset; null where it is a bit field. */
    private Place member(BtfType.Composite struct, long offset, int size) {
        for (var member : struct.members()) {
            long from = member.bitOffset() / 8;
            if (offset + size <= from) {
                break;
            }
            if (member.bitFieldSize() != 0) {
                long end = (member.bitOffset() + member.bitFieldSize() + 7L) / 8;
                if (offset <= from && end <= offset + size) {
                    return null;
                }
                continue;
            }
            if (offset < from) {
                break;
            }
            long end = from + btf.sizeOf(member.type()).orElse(0);
            if (offset < end) {
                return place(member, from, end, offset);
            }
        }
        throw Rejection.of("struct %s doesn't have field at offset %d", struct.name(), offset);
    }

    private Place place(BtfType.Member member, long from, long end, long offset) {
        int type = btf.resolve(member.type());
        boolean array = false;
        while (btf.find(type).orElse(null) instanceof BtfType.Array elements) {
            type = btf.resolve(elements.element());
            array = true;
        }
        if (!array) {
            return new Place(member, type, from, end);
        }
        long element = btf.sizeOf(type).orElse(1);
        return new Place(member, type, from + (offset - from) / element * element, end);
    }

    private Found leaf(BtfType.Composite struct, Place place, long offset, int size, int flags) {
        String name = place.member().name();
        if (btf.find(place.type()).orElse(null) instanceof BtfType.Pointer pointer) {
            if (size != Long.BYTES || offset != place.offset()) {
                throw Rejection.of(
                        "cannot access ptr member %s with moff %d in struct %s with off %d size %d",
                        name, place.offset(), struct.name(), offset, size);
            }
            int target = btf.resolve(pointer.target());
            return btf.find(target).orElse(null) instanceof BtfType.Composite
                    ? new Found(Found.Kind.POINTER, target, flags | tag(pointer), name)
                    : OTHER_POINTER;
        }
        if (offset + size > place.end() && (flags & TypeFlag.UNTRUSTED.bit()) == 0) {
            throw Rejection.of(
                    "access beyond the end of member %s (mend:%d) in struct %s with off %d size %d",
                    name, place.end(), struct.name(), offset, size);
        }
        return NUMBER;
    }

    private int tag(BtfType.Pointer pointer) {
        if (btf.find(pointer.target()).orElse(null) instanceof BtfType.Qualifier tag
                && tag.kind() == BtfType.Qualifier.Kind.TYPE_TAG) {
            return switch (tag.name()) {
                case "user" -> TypeFlag.USER.bit();
                case "percpu" -> TypeFlag.PER_CPU.bit();
                case "rcu" -> TypeFlag.RCU.bit();
                default -> TypeFlag.NONE;
            };
        }
        return TypeFlag.NONE;
    }
}
