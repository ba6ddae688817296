package dev.osmia.runtime.context;

import dev.osmia.program.contract.ContextField;
import dev.osmia.runtime.packet.Packet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** How engines reach a field of a context: by function, or by the name of a public method of {@link Packet} for generated code. */
public sealed interface FieldAccessor {

    /** The field's contract. */
    ContextField field();

    /**
     * A field that is a number or a pointer.
     *
     * @param field the contract
     * @param getterName a method of {@link Packet} without arguments
     * @param wide whether getter and setter deal in {@code long}; otherwise in {@code int}, to be zero-extended
     * @param getter calls the getter; zero-extended
     * @param setterName a method of {@link Packet} with one argument, without result; empty where nobody may write
     * @param setter calls the setter
     */
    record Value(
            ContextField field,
            String getterName,
            boolean wide,
            ToLongFunction<Packet> getter,
            String setterName,
            Setter setter)
            implements FieldAccessor {}

    /**
     * A field that is memory, little-endian as any other.
     *
     * @param field the contract
     * @param getterName a method of {@link Packet} without arguments that gives a {@code byte[]}
     * @param getter calls it
     */
    record Memory(ContextField field, String getterName, Function<Packet, byte[]> getter) implements FieldAccessor {}

    /**
     * A field that programs may be verified with, but that has no implementation yet: loading a program that accesses it for
     * execution is refused.
     *
     * @param field the contract
     */
    record Unimplemented(ContextField field) implements FieldAccessor {}

    /** Stores into a field. */
    @FunctionalInterface
    interface Setter {
        /** Stores the low bits of the value, as many as the field has. */
        void set(Packet packet, long value);
    }
}
