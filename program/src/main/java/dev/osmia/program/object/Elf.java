package dev.osmia.program.object;

/** Numbers of the ELF specification, as {@code elf.h} names them, and of the BPF psABI ({@code Documentation/bpf/llvm_reloc.rst}). */
final class Elf {
    static final int ELFMAG = 0x464c457f;
    static final int ELFCLASS64 = 2;
    static final int ELFDATA2LSB = 1;
    static final int ELFDATA2MSB = 2;
    static final int EV_CURRENT = 1;
    static final int ET_REL = 1;
    static final int EM_BPF = 247;

    static final int SHT_NULL = 0;
    static final int SHT_PROGBITS = 1;
    static final int SHT_SYMTAB = 2;
    static final int SHT_STRTAB = 3;
    static final int SHT_RELA = 4;
    static final int SHT_NOBITS = 8;
    static final int SHT_REL = 9;
    static final long SHF_EXECINSTR = 4;

    static final int SHN_UNDEF = 0;
    static final int SHN_LORESERVE = 0xff00;
    static final int SHN_XINDEX = 0xffff;

    static final int STB_LOCAL = 0;
    static final int STB_GLOBAL = 1;
    static final int STB_WEAK = 2;
    static final int STT_NOTYPE = 0;
    static final int STT_FUNC = 2;
    static final int STT_SECTION = 3;
    static final int STV_INTERNAL = 1;
    static final int STV_HIDDEN = 2;

    static final int R_BPF_64_64 = 1;
    static final int R_BPF_64_32 = 10;

    private Elf() {}
}
