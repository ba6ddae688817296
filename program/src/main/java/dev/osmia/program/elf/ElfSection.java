package dev.osmia.program.elf;

import dev.osmia.program.bytes.ObjectBytes;

/**
 * A section of an ELF file.
 *
 * @param index its number in the section table
 * @param type {@code SHT_*}
 * @param flags {@code SHF_*}
 * @param size in bytes; for {@code SHT_NOBITS} the file holds none of them
 * @param link the section that this one's type links to
 * @param info what else the type refers to
 * @param entrySize bytes in an entry of a table
 * @param bytes the contents; empty for {@code SHT_NOBITS}
 * @param header where in the file the section's header is
 */
public record ElfSection(
        int index,
        String name,
        int type,
        long flags,
        long size,
        long link,
        long info,
        long entrySize,
        ObjectBytes bytes,
        long header) {

    public boolean executable() {
        return type == Elf.SHT_PROGBITS && (flags & Elf.SHF_EXECINSTR) != 0;
    }

    /** Whether it is the section of that name or one of its kind, as {@code .rodata.cst16} is of {@code .rodata}. */
    public boolean isKindOf(String kind) {
        return name.equals(kind) || name.startsWith(kind + ".");
    }
}
