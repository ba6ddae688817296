package dev.osmia.verifier.state;

import dev.osmia.program.MapFields;

/**
 * A struct type.
 *
 * @param name its C name
 * @param kernel whether it is one of the kernel's, rather than the program's own
 * @param type the id in the program's BTF; 0 for the kernel's
 * @param fields what only helpers may touch in objects of the program's own; none for the kernel's
 */
public record StructReference(String name, boolean kernel, int type, MapFields fields) {

    /** A struct of the kernel. */
    public static StructReference ofKernel(String name) {
        return new StructReference(name, true, 0, MapFields.NONE);
    }
}
