package dev.osmia.program.btf;

/** {@code BTF_KIND_*} of the UAPI's {@code linux/btf.h}, in the order of their numbers. */
enum BtfKind {
    UNKN,
    INT,
    PTR,
    ARRAY,
    STRUCT,
    UNION,
    ENUM,
    FWD,
    TYPEDEF,
    VOLATILE,
    CONST,
    RESTRICT,
    FUNC,
    FUNC_PROTO,
    VAR,
    DATASEC,
    FLOAT,
    DECL_TAG,
    TYPE_TAG,
    ENUM64
}
