package dev.osmia.runtime.context;

import dev.osmia.program.contract.ContextContract;
import java.util.ArrayList;
import java.util.List;

/** A context struct: its contract and the accessor of each field. */
public abstract sealed class ContextStruct permits XdpContext, SocketBufferContext {
    private final ContextContract contract;
    private final List<FieldAccessor> accessors;
    private final FieldAccessor[] byOffset;

    ContextStruct(String name, int size, FieldTable table) {
        accessors = List.copyOf(table.accessors());
        byOffset = new FieldAccessor[size];
        var fields = new ArrayList<dev.osmia.program.contract.ContextField>();
        for (var accessor : accessors) {
            var field = accessor.field();
            fields.add(field);
            for (int i = field.offset(); i < field.offset() + field.size(); i++) {
                if (byOffset[i] != null) {
                    throw new IllegalStateException(
                            field.name() + " overlaps " + byOffset[i].field().name());
                }
                byOffset[i] = accessor;
            }
        }
        contract = new ContextContract(name, size, fields);
    }

    /** What the verifier is told. */
    public ContextContract contract() {
        return contract;
    }

    /** All accessors, by offset. */
    public List<FieldAccessor> accessors() {
        return accessors;
    }

    /** The accessor of the field that holds the byte at this offset; null where there is none. */
    public FieldAccessor accessorAt(int offset) {
        return offset >= 0 && offset < byOffset.length ? byOffset[offset] : null;
    }
}
