/**
 * Object files as clang writes them ({@code clang -target bpf}), as plain data: {@link dev.osmia.program.object.ElfObjectReader}
 * gives an {@link dev.osmia.program.object.ObjectSpec}.
 */
package dev.osmia.program.object;
