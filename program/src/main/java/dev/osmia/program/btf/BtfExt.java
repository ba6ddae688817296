package dev.osmia.program.btf;

import java.util.List;

/**
 * What {@code .BTF.ext} says about instructions. Offsets are bytes from the start of the ELF section that a record names.
 *
 * @param functions where functions start
 * @param lines where source lines start
 * @param relocations what depends on the layout of types
 */
public record BtfExt(List<FunctionInfo> functions, List<LineInfo> lines, List<CoreRelocation> relocations) {
    /** What an object without {@code .BTF.ext} has. */
    public static final BtfExt EMPTY = new BtfExt(List.of(), List.of(), List.of());

    public BtfExt {
        functions = List.copyOf(functions);
        lines = List.copyOf(lines);
        relocations = List.copyOf(relocations);
    }

    /**
     * A function's first instruction.
     *
     * @param section the ELF section's name
     * @param offset bytes from the section's start
     * @param type the id of its {@code BTF_KIND_FUNC}
     */
    public record FunctionInfo(String section, long offset, int type) {}

    /**
     * The first instruction of a source line.
     *
     * @param section the ELF section's name
     * @param offset bytes from the section's start
     * @param line where the instruction comes from
     */
    public record LineInfo(String section, long offset, SourceLine line) {}
}
