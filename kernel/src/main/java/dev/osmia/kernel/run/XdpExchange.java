package dev.osmia.kernel.run;

import dev.osmia.kernel.bpf.TestRun;
import dev.osmia.runtime.packet.Packet;

/**
 * The exchange for XDP ({@code bpf_prog_test_run_xdp}). Metadata lies in front of the packet, and the context's {@code data} says how long
 * it is; {@code data_meta} stays 0. An interface that is not given is the loopback device, which programs see as number 1.
 */
final class XdpExchange extends PacketExchange {
    // struct xdp_md of linux/bpf.h.
    private static final int DATA = 0;
    private static final int DATA_END = 4;
    private static final int DATA_META = 8;
    private static final int INGRESS_IFINDEX = 12;
    private static final int RX_QUEUE_INDEX = 16;
    private static final int EGRESS_IFINDEX = 20;
    private static final int BYTES = 24;

    /** What the kernel leaves of the headroom: it keeps a {@code struct xdp_frame} there. */
    private static final int MOST_METADATA = 216;

    private static final int LOOPBACK_IFINDEX = 1;

    @Override
    public String obstacle(Packet packet) {
        if (packet.length() < ETH_HLEN) {
            return "a test run takes packets of at least " + ETH_HLEN + " bytes, this one has " + packet.length();
        }
        int metadata = packet.metadataLength();
        if (metadata % Integer.BYTES != 0 || metadata > MOST_METADATA) {
            return "a test run takes metadata of at most " + MOST_METADATA + " bytes and whole words, these are "
                    + metadata;
        }
        return packet.length() + metadata > TestRun.DATA_BYTES ? "the packet is too long for a test run" : "";
    }

    @Override
    public int contextBytes() {
        return BYTES;
    }

    @Override
    public int write(Packet packet, TestRun run) {
        int metadata = packet.metadataLength();
        int length = metadata + packet.length();
        run.input().put(0, packet.metadata(), packet.metadataStart(), metadata);
        run.input().put(metadata, packet.data(), packet.dataStart(), packet.length());
        boolean loopback = packet.ingressIfindex() == LOOPBACK_IFINDEX && packet.rxQueueIndex() == 0;
        run.context()
                .putInt(DATA, metadata)
                .putInt(DATA_END, length)
                .putInt(DATA_META, 0)
                .putInt(INGRESS_IFINDEX, loopback ? 0 : packet.ingressIfindex())
                .putInt(RX_QUEUE_INDEX, packet.rxQueueIndex())
                .putInt(EGRESS_IFINDEX, 0);
        return length;
    }

    @Override
    public void read(TestRun run, Packet packet) {
        int metadata = run.contextOutput().getInt(DATA);
        var output = run.output();
        replace(packet, output, metadata, output.limit() - metadata);
        packet.metadata(output.slice(0, metadata));
    }
}
