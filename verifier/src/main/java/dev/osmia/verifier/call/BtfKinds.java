package dev.osmia.verifier.call;

import dev.osmia.program.btf.BtfType;

/** Kinds of BTF types as the kernel's messages name them. */
final class BtfKinds {
    private BtfKinds() {}

    /** The name of the type's kind; null is {@code void}. */
    static String name(BtfType type) {
        if (type == null) {
            return "UNKNOWN";
        }
        if (type instanceof BtfType.Composite struct) {
            return struct.union() ? "UNION" : "STRUCT";
        }
        if (type instanceof BtfType.Forward) {
            return "FWD";
        }
        if (type instanceof BtfType.FunctionPrototype) {
            return "FUNC_PROTO";
        }
        if (type instanceof BtfType.Array) {
            return "ARRAY";
        }
        if (type instanceof BtfType.Pointer) {
            return "PTR";
        }
        if (type instanceof BtfType.FloatingPoint) {
            return "FLOAT";
        }
        return type instanceof BtfType.Int ? "INT" : "UNKNOWN";
    }
}
