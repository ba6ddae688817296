/**
 * Instructions as text, in the syntax of the kernel's log, and as a notation in Java: {@link
 * dev.osmia.program.assembly.Disassembler}, {@link dev.osmia.program.assembly.Assembler}, {@link
 * dev.osmia.program.assembly.Assembly}.
 */
package dev.osmia.program.assembly;
