package dev.osmia.program.contract;

import java.util.List;
import java.util.Optional;

/**
 * A context struct as programs see it.
 *
 * @param structName the UAPI struct, such as {@code xdp_md}
 * @param size its bytes
 * @param fields its fields by offset
 */
public record ContextContract(String structName, int size, List<ContextField> fields) {
    public ContextContract {
        fields = List.copyOf(fields);
    }

    /** The field that holds the byte at this offset. */
    public Optional<ContextField> fieldAt(int offset) {
        for (var field : fields) {
            if (offset >= field.offset() && offset < field.offset() + field.size()) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
