package dev.osmia.program.core;

import dev.osmia.program.btf.CoreRelocation;

/** What kinds of relocations have in common. */
final class CoreKinds {

    /** What a relocation is about. */
    enum Subject {
        FIELD,
        TYPE,
        ENUMERATOR
    }

    private CoreKinds() {}

    static Subject subject(CoreRelocation.Kind kind) {
        return switch (kind) {
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_EXISTS, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 ->
                Subject.FIELD;
            case TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES -> Subject.TYPE;
            case ENUMVAL_EXISTS, ENUMVAL_VALUE -> Subject.ENUMERATOR;
        };
    }
}
