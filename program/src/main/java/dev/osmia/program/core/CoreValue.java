package dev.osmia.program.core;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.btf.CoreRelocation;

/**
 * What a relocation's operand is, for one side's types.
 *
 * @param value the operand
 * @param validate whether the compiler's operand must be that of the local types
 * @param size how many bytes are accessed; 0 where it does not matter
 * @param type the id of the accessed type; 0 where it does not matter
 */
record CoreValue(long value, boolean validate, int size, int type) {

    private static CoreValue of(long value, boolean validate) {
        return new CoreValue(value, validate, 0, 0);
    }

    /** The operand where the target has no such type, member or enumerator; null where there is none and the instruction must not run. */
    static CoreValue ofMissing(CoreRelocation.Kind kind) {
        return switch (kind) {
            case FIELD_EXISTS, TYPE_ID_LOCAL, TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES, ENUMVAL_EXISTS ->
                of(0, true);
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64, ENUMVAL_VALUE ->
                null;
        };
    }

    static CoreValue of(CoreRelocation.Kind kind, CoreSpec spec) throws CoreProblem {
        return switch (kind) {
            case FIELD_EXISTS, TYPE_EXISTS, TYPE_MATCHES, ENUMVAL_EXISTS -> of(1, true);
            case TYPE_ID_LOCAL, TYPE_ID_TARGET -> of(spec.root(), false);
            case TYPE_SIZE -> of(size(spec.btf(), spec.root()), true);
            case ENUMVAL_VALUE -> of(enumerator(spec).value(), true);
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 ->
                spec.last().name().isEmpty() ? ofElement(kind, spec) : ofMember(kind, spec);
        };
    }

    private static BtfType.Enumerator enumerator(CoreSpec spec) {
        var enumeration = (BtfType.Enumeration) spec.btf().type(spec.last().type());
        return enumeration.enumerators().get(spec.last().index());
    }

    private static int size(Btf btf, int id) throws CoreProblem {
        long size = btf.sizeOf(id).orElse(-1);
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw new CoreProblem("a type of known size", btf.declaration(id));
        }
        return (int) size;
    }

    private static CoreValue ofElement(CoreRelocation.Kind kind, CoreSpec spec) throws CoreProblem {
        int size = size(spec.btf(), spec.last().type());
        return switch (kind) {
            case FIELD_BYTE_OFFSET ->
                new CoreValue(
                        spec.bitOffset() / Byte.SIZE, true, size, spec.last().type());
            case FIELD_BYTE_SIZE -> of(size, true);
            default -> throw new CoreProblem("a member for a relocation of kind " + kind, "an element of an array");
        };
    }

    /** Where the bytes are that hold a member: for a bit field those that a load of its type's size, or a larger one, needs. */
    private record Storage(long offset, int size, int bits, boolean bitField) {}

    private static CoreValue ofMember(CoreRelocation.Kind kind, CoreSpec spec) throws CoreProblem {
        var btf = spec.btf();
        var composite = (BtfType.Composite) btf.type(spec.last().type());
        var member = composite.members().get(spec.last().index());
        int type = btf.resolve(member.type());
        var storage = storage(spec, member, size(btf, type));
        boolean validate = !storage.bitField();
        long bitOffset = spec.bitOffset();
        return switch (kind) {
            case FIELD_BYTE_OFFSET ->
                storage.bitField()
                        ? of(storage.offset(), false)
                        : new CoreValue(storage.offset(), true, storage.size(), type);
            case FIELD_BYTE_SIZE -> of(storage.size(), validate);
            case FIELD_SIGNED -> of(signed(btf.type(type)) ? 1 : 0, true);
            case FIELD_LSHIFT_U64 ->
                of(Long.SIZE - (bitOffset + storage.bits() - storage.offset() * Byte.SIZE), validate);
            case FIELD_RSHIFT_U64 -> of(Long.SIZE - (long) storage.bits(), true);
            default -> throw new IllegalArgumentException("kind=" + kind + " is about no member's place");
        };
    }

    private static Storage storage(CoreSpec spec, BtfType.Member member, int typeSize) throws CoreProblem {
        if (member.bitFieldSize() == 0) {
            return new Storage(spec.bitOffset() / Byte.SIZE, typeSize, typeSize * Byte.SIZE, false);
        }
        long end = spec.bitOffset() + member.bitFieldSize();
        for (int size = Math.max(typeSize, 1); size <= Long.BYTES; size *= 2) {
            long offset = spec.bitOffset() / Byte.SIZE / size * size;
            if (end - offset * Byte.SIZE <= (long) size * Byte.SIZE) {
                return new Storage(offset, size, member.bitFieldSize(), true);
            }
        }
        throw new CoreProblem("a bit field within 8 bytes", member.name());
    }

    private static boolean signed(BtfType type) {
        return (type instanceof BtfType.Int number && number.signed())
                || (type instanceof BtfType.Enumeration enumeration && enumeration.signed());
    }
}
