package dev.osmia.program.btf;

/**
 * Where an instruction comes from in C, as BTF.ext's line info tells.
 *
 * @param file the source file as the compiler recorded it
 * @param line the line, from 1
 * @param column the column, from 1; 0 where unknown
 * @param text the line's text as the compiler recorded it; empty where it did not
 */
public record SourceLine(String file, int line, int column, String text) {
    /** File and line as the kernel's log shows them: {@code name.bpf.c:33}, without the folders. */
    @Override
    public String toString() {
        return file.substring(file.lastIndexOf('/') + 1) + ":" + line;
    }
}
