package dev.osmia.program.btf;

import java.util.List;

/** The types of one object file, by id. Id 0 is {@code void}. */
public final class Btf {
    private final List<BtfType> types;

    /** Types in the order of their ids; the first gets id 1. */
    public Btf(List<BtfType> types) {
        this.types = List.copyOf(types);
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
}
