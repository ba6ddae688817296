/**
 * The instruction set: typed instructions, their concrete meaning, and their encoding (RFC 9669 with the kernel's extensions). What
 * the kernel refuses stays in the code as {@link dev.osmia.program.instruction.Instruction.Undecodable}.
 */
package dev.osmia.program.instruction;
