package dev.osmia.program.contract;

import dev.osmia.program.ProgramType;
import java.util.Set;

/**
 * One field of a context struct, as programs see it.
 *
 * @param name the UAPI field's name, such as {@code ingress_ifindex}; where programs access an array by element only, each element is
 *     a field ({@code remote_ip6[0]})
 * @param offset bytes from the start of the UAPI struct
 * @param size its bytes in the UAPI struct
 * @param kind what a load of it gives
 * @param readers the program types that may load it
 * @param writers the program types that may store to it
 * @param access how wide loads and stores of it may be
 * @param attachType the attach type that programs must expect to access it, such as {@code BPF_XDP_DEVMAP}; empty for any
 */
public record ContextField(
        String name,
        int offset,
        int size,
        Kind kind,
        Set<ProgramType> readers,
        Set<ProgramType> writers,
        Access access,
        String attachType) {
    public ContextField {
        readers = Set.copyOf(readers);
        writers = Set.copyOf(writers);
    }

    /** A field that does not depend on the attach type. */
    public ContextField(
            String name,
            int offset,
            int size,
            Kind kind,
            Set<ProgramType> readers,
            Set<ProgramType> writers,
            Access access) {
        this(name, offset, size, kind, readers, writers, access, "");
    }

    /** Whether programs that expect to be attached so may access it. */
    public boolean isFor(String attached) {
        return attachType.isEmpty() || attachType.equals(attached);
    }

    /** Whether loads narrower than the field are allowed. */
    public boolean narrow() {
        return access != Access.EXACT;
    }

    /** How wide loads and stores may be; all are aligned to their own size. */
    public enum Access {
        /** As wide as the field; of pointers, as the UAPI declares them: 4 bytes for {@code data}, although a load gives a pointer. */
        EXACT,
        /** Loads may be narrower ({@code bpf_ctx_narrow_access_ok}), stores not. */
        NARROW_LOADS,
        /** Loads and stores of 1, 2, 4 or 8 bytes anywhere inside: {@code cb} of {@code __sk_buff}. */
        ANY_WIDTH
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
