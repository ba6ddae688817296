package dev.osmia.program.elf;

/**
 * A place in a section that depends on where a symbol ends up.
 *
 * @param offset bytes from the start of the section
 * @param type {@code R_BPF_*} ({@code Documentation/bpf/llvm_reloc.rst})
 * @param symbol what it refers to
 * @param fileOffset where in the file the record is, for messages
 */
public record ElfRelocation(long offset, int type, ElfSymbol symbol, long fileOffset) {}
