/** Relocatable ELF files for BPF as such: sections, symbols and relocations, without a thought about what they mean; internal to the loader. */
package dev.osmia.program.elf;
