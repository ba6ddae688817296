/**
 * Object files as clang writes them ({@code clang -target bpf}): {@link dev.osmia.program.object.ElfObjectReader} gives an
 * {@link dev.osmia.program.object.ObjectSpec}, and {@link dev.osmia.program.object.Linker} makes a program of it.
 */
package dev.osmia.program.object;
