package dev.osmia.program.elf;

/**
 * A symbol of an object file.
 *
 * @param index its number in the symbol table
 * @param name empty for a section's own symbol
 * @param value bytes from the start of its section
 * @param size in bytes
 * @param type {@code STT_*} of {@code elf.h}
 * @param binding {@code STB_*}
 * @param visibility {@code STV_*}
 * @param section the number of the section that it is in; 0 ({@code SHN_UNDEF}) where it is left to someone else
 */
public record ElfSymbol(
        int index, String name, long value, long size, int type, int binding, int visibility, int section) {

    public boolean isFunction() {
        return type == Elf.STT_FUNC;
    }

    public boolean isExternal() {
        return section == Elf.SHN_UNDEF
                && type == Elf.STT_NOTYPE
                && (binding == Elf.STB_GLOBAL || binding == Elf.STB_WEAK)
                && !name.isEmpty();
    }

    public boolean isHidden() {
        return visibility == Elf.STV_HIDDEN || visibility == Elf.STV_INTERNAL;
    }
}
