/** What an eBPF program is: instructions, ELF objects, BTF, contracts of helpers and contexts. */
module dev.osmia.program {
    exports dev.osmia.program;
    exports dev.osmia.program.assembly;
    exports dev.osmia.program.btf;
    exports dev.osmia.program.contract;
    exports dev.osmia.program.input;
    exports dev.osmia.program.instruction;
    exports dev.osmia.program.link;
    exports dev.osmia.program.object;
    exports dev.osmia.program.uapi;
}
