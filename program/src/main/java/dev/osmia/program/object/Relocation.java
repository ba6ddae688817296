package dev.osmia.program.object;

/**
 * An instruction whose operand depends on where a symbol ends up.
 *
 * @param offset bytes from the start of the section
 * @param type {@link #R_BPF_64_64}, {@link #R_BPF_64_32}, or a type that no instruction has
 * @param symbol what it refers to
 * @param fileOffset where in the file the record is, for messages
 */
public record Relocation(long offset, int type, Symbol symbol, long fileOffset) {
    /** Of a 64-bit load ({@code Documentation/bpf/llvm_reloc.rst}). */
    public static final int R_BPF_64_64 = 1;
    /** Of a call. */
    public static final int R_BPF_64_32 = 10;

    /**
     * What a relocation refers to.
     *
     * @param name empty for a section as a whole
     * @param section the number of the section that it is in
     * @param value bytes from the start of its section
     * @param external whether the object leaves it to others
     */
    public record Symbol(String name, int section, long value, boolean external) {}
}
