package dev.osmia.program.elf;

/** Numbers of the ELF specification, as {@code elf.h} names them, and of the BPF psABI ({@code Documentation/bpf/llvm_reloc.rst}). */
public final class Elf {
    public static final int ELFMAG = 0x464c457f;
    public static final int ELFCLASS64 = 2;
    public static final int ELFDATA2LSB = 1;
    public static final int ELFDATA2MSB = 2;
    public static final int EV_CURRENT = 1;
    public static final int ET_REL = 1;
    public static final int EM_BPF = 247;

    public static final int SHT_NULL = 0;
    public static final int SHT_PROGBITS = 1;
    public static final int SHT_SYMTAB = 2;
    public static final int SHT_STRTAB = 3;
    public static final int SHT_RELA = 4;
    public static final int SHT_NOBITS = 8;
    public static final int SHT_REL = 9;
    public static final long SHF_EXECINSTR = 4;

    public static final int SHN_UNDEF = 0;
    public static final int SHN_LORESERVE = 0xff00;
    public static final int SHN_XINDEX = 0xffff;

    public static final int STB_LOCAL = 0;
    public static final int STB_GLOBAL = 1;
    public static final int STB_WEAK = 2;
    public static final int STT_NOTYPE = 0;
    public static final int STT_FUNC = 2;
    public static final int STT_SECTION = 3;
    public static final int STV_INTERNAL = 1;
    public static final int STV_HIDDEN = 2;

    private Elf() {}
}
