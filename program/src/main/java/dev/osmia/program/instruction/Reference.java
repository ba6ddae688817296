package dev.osmia.program.instruction;

/** What the pseudo forms of the 64-bit load immediate stand for (RFC 9669, section 5.4; {@code BPF_PSEUDO_*} in the UAPI). */
public sealed interface Reference {

    /**
     * A map's address ({@code BPF_PSEUDO_MAP_FD}, {@code BPF_PSEUDO_MAP_IDX}).
     *
     * @param map index into the program's maps
     */
    record MapAddress(int map) implements Reference {}

    /**
     * An address inside a map's first value ({@code BPF_PSEUDO_MAP_VALUE}, {@code BPF_PSEUDO_MAP_IDX_VALUE}): global data.
     *
     * @param map index into the program's maps
     * @param offset bytes from the start of the value
     */
    record MapValueAddress(int map, int offset) implements Reference {}

    /**
     * A subprogram's address, for callbacks ({@code BPF_PSEUDO_FUNC}).
     *
     * @param offset slots to the function, counted from the slot after the first of this load, as a local call counts
     */
    record FunctionAddress(int offset) implements Reference {}

    /**
     * A kernel variable or type ({@code BPF_PSEUDO_BTF_ID}).
     *
     * @param external index into the program's externs
     */
    record KernelSymbol(int external) implements Reference {}
}
