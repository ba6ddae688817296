package dev.osmia.runtime.context;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.ContextField;
import dev.osmia.runtime.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Collects the fields of a context struct in the order of their offsets. */
final class FieldTable {
    private static final Set<ProgramType> NOBODY = Set.of();

    private final List<FieldAccessor> accessors = new ArrayList<>();

    List<FieldAccessor> accessors() {
        return accessors;
    }

    /** A field that nobody writes. */
    FieldTable read(
            String name,
            int offset,
            int size,
            ContextField.Access access,
            Set<ProgramType> readers,
            String getterName,
            ToIntFunction<Packet> getter) {
        return write(name, offset, size, access, readers, NOBODY, getterName, getter, "", null);
    }

    /** A number of 4 bytes that only programs of one attach type read. */
    FieldTable readAttached(
            String name,
            int offset,
            String attachType,
            Set<ProgramType> readers,
            String getterName,
            ToIntFunction<Packet> getter) {
        var field = new ContextField(
                name,
                offset,
                Integer.BYTES,
                ContextField.Kind.SCALAR,
                readers,
                NOBODY,
                ContextField.Access.EXACT,
                attachType);
        accessors.add(new FieldAccessor.Value(
                field,
                getterName,
                false,
                packet -> Integer.toUnsignedLong(getter.applyAsInt(packet)),
                "",
                FieldTable::refuse));
        return this;
    }

    /** A field that some write. */
    FieldTable write(
            String name,
            int offset,
            int size,
            ContextField.Access access,
            Set<ProgramType> readers,
            Set<ProgramType> writers,
            String getterName,
            ToIntFunction<Packet> getter,
            String setterName,
            ObjIntConsumer<Packet> setter) {
        var field = new ContextField(name, offset, size, ContextField.Kind.SCALAR, readers, writers, access);
        accessors.add(new FieldAccessor.Value(
                field,
                getterName,
                false,
                packet -> Integer.toUnsignedLong(getter.applyAsInt(packet)),
                setterName,
                setter == null ? FieldTable::refuse : (packet, value) -> setter.accept(packet, (int) value)));
        return this;
    }

    /** A field of 8 bytes; with an empty setter name, one that nobody writes. */
    FieldTable wide(
            String name,
            int offset,
            Set<ProgramType> readers,
            Set<ProgramType> writers,
            String getterName,
            ToLongFunction<Packet> getter,
            String setterName,
            FieldAccessor.Setter setter) {
        var field = new ContextField(
                name, offset, 8, ContextField.Kind.SCALAR, readers, writers, ContextField.Access.EXACT);
        accessors.add(new FieldAccessor.Value(field, getterName, true, getter, setterName, setter));
        return this;
    }

    /** A field that a load gives as a pointer of 64 bits, whatever its size in the UAPI. */
    FieldTable pointer(
            String name,
            int offset,
            int size,
            ContextField.Kind kind,
            Set<ProgramType> readers,
            String getterName,
            ToLongFunction<Packet> getter) {
        var field = new ContextField(name, offset, size, kind, readers, NOBODY, ContextField.Access.EXACT);
        accessors.add(new FieldAccessor.Value(field, getterName, true, getter, "", FieldTable::refuse));
        return this;
    }

    /** A field that is memory. */
    FieldTable memory(
            String name,
            int offset,
            int size,
            Set<ProgramType> readers,
            Set<ProgramType> writers,
            String getterName,
            Function<Packet, byte[]> getter) {
        var field = new ContextField(
                name, offset, size, ContextField.Kind.SCALAR, readers, writers, ContextField.Access.ANY_WIDTH);
        accessors.add(new FieldAccessor.Memory(field, getterName, getter));
        return this;
    }

    /** A number that cannot be read or written yet. */
    FieldTable unimplemented(String name, int offset, ContextField.Access access, Set<ProgramType> readers) {
        accessors.add(new FieldAccessor.Unimplemented(
                new ContextField(name, offset, 4, ContextField.Kind.SCALAR, readers, NOBODY, access)));
        return this;
    }

    private static void refuse(Packet packet, long value) {
        throw new UnsupportedOperationException("the field is read-only");
    }
}
