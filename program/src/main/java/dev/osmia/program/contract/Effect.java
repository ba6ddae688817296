package dev.osmia.program.contract;

/** What a helper or kfunc does beyond its result, as the kernel's verifier knows it function by function. */
public enum Effect {
    /** May move packet data: packet pointers and slices are gone afterwards ({@code bpf_helper_changes_pkt_data}). */
    CHANGES_PACKET_DATA,
    /** Reads or writes packet bytes or metadata in place without moving them. */
    WRITES_PACKET_DATA,
    /** Gives a reference that must be released ({@code is_acquire_function}). */
    ACQUIRES_REFERENCE,
    /** Ends a reference ({@code is_release_function}). */
    RELEASES_REFERENCE,
    /** May sleep. */
    MIGHT_SLEEP,
    /** Calls its callback before it returns. */
    CALLS_BACK,
    /** Keeps its callback for later. */
    CALLS_BACK_LATER,
    /** Needs packet data access by {@code pkt_access}: packet pointers may be passed as memory. */
    TAKES_PACKET_POINTERS
}
