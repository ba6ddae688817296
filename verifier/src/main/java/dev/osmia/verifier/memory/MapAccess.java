package dev.osmia.verifier.memory;

import dev.osmia.program.MapFields;
import dev.osmia.program.MapSpec;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.state.MapReference;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import java.util.OptionalLong;

/** Accesses to keys and values of maps. */
final class MapAccess {
    /** {@code BPF_F_RDONLY_PROG}: programs may only read. */
    static final int READ_ONLY = 1 << 7;

    /** {@code BPF_F_WRONLY_PROG}: programs may only write. */
    static final int WRITE_ONLY = 1 << 8;

    private static final String READ_ONLY_SECTION = ".rodata";

    private MapAccess() {}

    static MapReference mapOf(RegisterState pointer) {
        return ((Pointee.OfMap) pointer.pointee()).map();
    }

    /** Checks an access to a key. */
    static void checkKey(Register base, RegisterState pointer, int offset, int size, boolean write) {
        if (write) {
            throw Rejection.of("write to change key R%d not allowed", base.number());
        }
        Bounds.checkRegion(base, pointer, offset, size, mapOf(pointer).spec().keySize(), false);
    }

    /** Checks an access to a value. */
    static void checkValue(
            Register base,
            RegisterState pointer,
            int offset,
            int size,
            boolean write,
            boolean emptyAllowed,
            boolean direct) {
        var spec = mapOf(pointer).spec();
        if (write && (spec.flags() & READ_ONLY) != 0) {
            throw Rejection.of(
                    "write into map forbidden, value_size=%d off=%d size=%d", spec.valueSize(), offset, size);
        }
        if (!write && (spec.flags() & WRITE_ONLY) != 0) {
            throw Rejection.of("read from map forbidden, value_size=%d off=%d size=%d", spec.valueSize(), offset, size);
        }
        Bounds.checkRegion(base, pointer, offset, size, spec.valueSize(), emptyAllowed);
        checkFields(pointer, offset, size, direct);
    }

    private static void checkFields(RegisterState pointer, int offset, int size, boolean direct) {
        long from = pointer.scalar().signedMin() + offset;
        long to = pointer.scalar().unsignedMax() + offset + size;
        for (var field : mapOf(pointer).fields().fields()) {
            boolean touched = from < field.offset() + field.size() && field.offset() < to;
            if (touched && field.kind().isPointer()) {
                checkPointer(field, pointer, offset, size, direct);
            } else if (touched) {
                throw Rejection.of(
                        "%s cannot be accessed directly by load/store",
                        field.kind().structName());
            }
        }
    }

    private static void checkPointer(
            MapFields.Field field, RegisterState pointer, int offset, int size, boolean direct) {
        String name = field.kind().structName();
        if (!direct) {
            throw Rejection.of("%s cannot be accessed indirectly by helper", name);
        }
        if (!pointer.scalar().isConstant()) {
            throw Rejection.of("%s access cannot have variable offset", name);
        }
        long at = offset + pointer.scalar().constantValue();
        if (at != field.offset()) {
            throw Rejection.of("%s access misaligned expected=%d off=%d", name, field.offset(), at);
        }
        if (size != Long.BYTES) {
            throw Rejection.of("%s access size must be BPF_DW", name);
        }
    }

    /** What a load from a value that nothing can change gives. */
    static OptionalLong constant(RegisterState pointer, int offset, int size) {
        var spec = mapOf(pointer).spec();
        if (!pointer.scalar().isConstant() || !isFrozen(spec)) {
            return OptionalLong.empty();
        }
        var content = spec.content().bytes();
        int at = (int) pointer.scalar().constantValue() + offset;
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            int octet = at + i < content.length ? content[at + i] & 0xff : 0;
            value = value << 8 | octet;
        }
        return OptionalLong.of(value);
    }

    /** Whether neither programs nor user space can change the values: the read-only data of an object file. */
    static boolean isFrozen(MapSpec spec) {
        return (spec.flags() & READ_ONLY) != 0 && spec.name().contains(READ_ONLY_SECTION);
    }
}
