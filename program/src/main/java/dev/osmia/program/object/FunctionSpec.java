package dev.osmia.program.object;

import dev.osmia.program.Subprogram;
import dev.osmia.program.btf.CoreRelocation;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.program.instruction.RawInstruction;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;

/**
 * A function as the object holds it, nothing resolved. Slots are numbered from the start of its section, in all tables here too.
 *
 * @param name the C function's name
 * @param section the name of the ELF section that it is in
 * @param sectionIndex that section's number
 * @param start its first slot
 * @param slots its instructions as encoded
 * @param entry whether it is a program: global, and in a section other than {@code .text}
 * @param linkage whether it is verified by itself or with its callers
 * @param btfFunction the id of its {@code BTF_KIND_FUNC}, where the object has one
 * @param lines where source lines start
 * @param relocations what depends on where symbols end up
 * @param coreRelocations what depends on the layout of types
 * @param fileOffset where in the file its first slot is, for messages
 */
public record FunctionSpec(
        String name,
        String section,
        int sectionIndex,
        int start,
        List<RawInstruction> slots,
        boolean entry,
        Subprogram.Linkage linkage,
        OptionalInt btfFunction,
        NavigableMap<Integer, SourceLine> lines,
        NavigableMap<Integer, Relocation> relocations,
        NavigableMap<Integer, CoreRelocation> coreRelocations,
        long fileOffset) {

    /** The slot after its last. */
    public int end() {
        return start + slots.size();
    }
}
