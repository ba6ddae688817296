/** The BPF Type Format ({@code Documentation/bpf/btf.rst}): types, where instructions come from in C, and values laid out by type. */
package dev.osmia.program.btf;
