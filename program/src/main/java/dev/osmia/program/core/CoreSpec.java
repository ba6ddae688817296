package dev.osmia.program.core;

import dev.osmia.program.btf.Btf;
import java.util.List;

/**
 * What a relocation accesses, in one side's types.
 *
 * @param btf that side's types
 * @param root the id of the type that the access starts from
 * @param accessors the way from there, without the steps into anonymous members
 * @param bitOffset where the way ends, from the start of the root
 */
record CoreSpec(Btf btf, int root, List<Accessor> accessors, long bitOffset) {
    /** The longest way ({@code BPF_CORE_SPEC_MAX_LEN}). */
    static final int MAX_LENGTH = 64;

    CoreSpec {
        accessors = List.copyOf(accessors);
    }

    /**
     * A step.
     *
     * @param type the id of the struct, union or enum that the step is in; of the element for a step into an array
     * @param index which member, enumerator or element
     * @param name the member's or enumerator's; empty for an element
     */
    record Accessor(int type, int index, String name) {}

    Accessor last() {
        return accessors.get(accessors.size() - 1);
    }
}
