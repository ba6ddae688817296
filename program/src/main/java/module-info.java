/** What an eBPF program is: instructions, ELF objects, BTF, contracts of helpers and contexts. */
module dev.osmia.program {}
