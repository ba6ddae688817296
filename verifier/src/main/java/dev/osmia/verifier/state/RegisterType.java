package dev.osmia.verifier.state;

/** What a register holds: the base types of the kernel's {@code enum bpf_reg_type}. */
public enum RegisterType {
    NOT_INITIALISED("?"),
    SCALAR("scalar"),
    CONTEXT("ctx"),
    MAP_POINTER("map_ptr"),
    MAP_VALUE("map_value"),
    MAP_KEY("map_key"),
    STACK("fp"),
    PACKET_META("pkt_meta"),
    PACKET("pkt"),
    PACKET_END("pkt_end"),
    FLOW_KEYS("flow_keys"),
    SOCKET("sock"),
    SOCK_COMMON("sock_common"),
    TCP_SOCK("tcp_sock"),
    TP_BUFFER("tp_buffer"),
    XDP_SOCK("xdp_sock"),
    BTF_ID("ptr_"),
    MEMORY("mem"),
    ARENA("arena"),
    BUFFER("buf"),
    FUNCTION("func"),
    DYNPTR("dynptr_ptr");

    private final String kernelName;

    RegisterType(String kernelName) {
        this.kernelName = kernelName;
    }

    /** As the kernel's log prints it. */
    public String kernelName() {
        return kernelName;
    }

    /** Whether it is a pointer to the packet or its metadata. */
    public boolean isPacket() {
        return this == PACKET || this == PACKET_META;
    }

    /** Whether it is a pointer to the packet, its metadata, or its end. */
    public boolean isPacketOrEnd() {
        return isPacket() || this == PACKET_END;
    }

    /** Whether it is a pointer to a socket of some kind. */
    public boolean isSocket() {
        return this == SOCKET || this == SOCK_COMMON || this == TCP_SOCK || this == XDP_SOCK;
    }

    /** Whether it belongs to a map: its address, a key or a value. */
    public boolean isMap() {
        return this == MAP_POINTER || this == MAP_KEY || this == MAP_VALUE;
    }
}
