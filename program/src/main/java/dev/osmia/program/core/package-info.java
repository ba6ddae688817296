/**
 * "Compile once, run everywhere": adapts instructions to the layout of another kernel's types
 * ({@code Documentation/bpf/llvm_reloc.rst}, "CO-RE Relocations"); internal to the loader.
 */
package dev.osmia.program.core;
