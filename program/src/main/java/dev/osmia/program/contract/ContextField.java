package dev.osmia.program.contract;

import dev.osmia.program.ProgramType;
import java.util.Set;

/**
 * One field of a context struct, as programs see it.
 *
 * @param name the UAPI field's name, such as {@code ingress_ifindex}; array elements are fields of their own ({@code cb[0]})
 * @param offset bytes from the start of the UAPI struct
 * @param size its bytes in the UAPI struct
 * @param kind what a load of it gives
 * @param readers the program types that may load it
 * @param writers the program types that may store to it
 * @param narrow whether loads narrower than the field are allowed ({@code bpf_ctx_narrow_access_ok})
 */
public record ContextField(
        String name,
        int offset,
        int size,
        Kind kind,
        Set<ProgramType> readers,
        Set<ProgramType> writers,
        boolean narrow) {
    public ContextField {
        readers = Set.copyOf(readers);
        writers = Set.copyOf(writers);
    }

    /** What a load gives. */
    public enum Kind {
        SCALAR,
        /** The packet's first byte ({@code PTR_TO_PACKET}). */
        PACKET,
        /** Behind the packet's last byte ({@code PTR_TO_PACKET_END}). */
        PACKET_END,
        /** The metadata's first byte ({@code PTR_TO_PACKET_META}). */
        PACKET_META,
        /** A socket or null ({@code PTR_TO_SOCK_COMMON | PTR_MAYBE_NULL}). */
        SOCK_COMMON_OR_NULL,
        /** Flow keys of a flow dissector ({@code PTR_TO_FLOW_KEYS}). */
        FLOW_KEYS
    }
}
