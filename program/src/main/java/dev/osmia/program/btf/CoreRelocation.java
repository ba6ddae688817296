package dev.osmia.program.btf;

/**
 * An instruction whose operand depends on the layout of types: "compile once, run everywhere" ({@code struct bpf_core_relo} of the UAPI).
 *
 * @param section the ELF section's name
 * @param offset bytes from the section's start to the instruction
 * @param type the id of the root type in the object's BTF
 * @param access what is accessed in it, such as {@code 0:1:2}: array index, then members and indices; an enumerator's index
 * @param kind what the operand stands for
 * @param fileOffset where in the file the record is, for messages
 */
public record CoreRelocation(String section, long offset, int type, String access, Kind kind, long fileOffset) {

    /** {@code enum bpf_core_relo_kind} of the UAPI, in the order of its numbers. */
    public enum Kind {
        FIELD_BYTE_OFFSET,
        FIELD_BYTE_SIZE,
        FIELD_EXISTS,
        FIELD_SIGNED,
        FIELD_LSHIFT_U64,
        FIELD_RSHIFT_U64,
        TYPE_ID_LOCAL,
        TYPE_ID_TARGET,
        TYPE_EXISTS,
        TYPE_SIZE,
        ENUMVAL_EXISTS,
        ENUMVAL_VALUE,
        TYPE_MATCHES
    }
}
