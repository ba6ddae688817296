package dev.osmia.verifier.state;

/**
 * A struct type.
 *
 * @param name its C name
 * @param kernel whether it is one of the kernel's, rather than the program's own
 * @param type the id in the program's BTF; 0 for the kernel's
 */
public record StructReference(String name, boolean kernel, int type) {}
