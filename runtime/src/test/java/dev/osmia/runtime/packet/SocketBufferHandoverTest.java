package dev.osmia.runtime.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SocketBufferHandoverTest {
    private static final String SOURCE = "020000000002";

    private static Packet packet(String hex) {
        return Packet.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static String bytes(Packet packet) {
        var bytes = new byte[packet.length()];
        packet.data().get(packet.dataStart(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "020000000001, 0800, 45000000, 0008, 0",
        "ffffffffffff, 0806, 00010800, 0608, 1",
        "01005e000001, 0800, 45000000, 0008, 2",
        "333300000001, 86dd, 60000000, dd86, 2",
        "0180c2000000, 0026, 42420300, 0400, 2",
        "020000000001, 0026, ffff0000, 0100, 0"
    })
    void readsTypeAndProtocolFromTheFrame(String destination, String type, String rest, String protocol, int kind) {
        var packet = packet(destination + SOURCE + type + rest);
        packet.ingressIfindex(7);
        assertThat(SocketBufferHandover.receive(packet)).isTrue();
        assertThat(packet.protocol()).isEqualTo(Integer.parseInt(protocol, 16));
        assertThat(packet.packetType()).isEqualTo(kind);
        assertThat(packet.ifindex()).isEqualTo(7);
        assertThat(packet.networkOffset()).isEqualTo(14);
        assertThat(packet.vlanPresent()).isZero();
        assertThat(bytes(packet)).isEqualTo(destination + SOURCE + type + rest);
    }

    @Test
    void takesTheOuterTagOutAndLeavesTheInner() {
        var packet = packet("020000000001" + SOURCE + "88a8" + "0064" + "8100" + "00c8" + "0800" + "45000000");
        packet.metadata(ByteBuffer.wrap(new byte[] {9, 8, 7, 6}));
        assertThat(SocketBufferHandover.receive(packet)).isTrue();
        assertThat(packet.vlanPresent()).isEqualTo(1);
        assertThat(packet.vlanProto()).isEqualTo(EtherTypes.SERVICE_VLAN);
        assertThat(packet.vlanTci()).isEqualTo(100);
        assertThat(packet.protocol()).isEqualTo(EtherTypes.VLAN);
        assertThat(bytes(packet)).isEqualTo("020000000001" + SOURCE + "8100" + "00c8" + "0800" + "45000000");
        assertThat(packet.metadataLength()).isEqualTo(4);
        assertThat(packet.metadata().get(packet.metadataStart())).isEqualTo((byte) 9);
    }

    @ParameterizedTest
    @CsvSource({"0200000000010200000000020800, true", "02000000000102000000000208, false", "'', false"})
    void dropsWhatIsTooShortForAHeader(String frame, boolean goesOn) {
        assertThat(SocketBufferHandover.receive(packet(frame))).isEqualTo(goesOn);
    }

    @ParameterizedTest
    @CsvSource({"8100006408004500, true", "81000064080045, false", "810000640800, false", "8100, false"})
    void dropsWhatIsTooShortForItsTag(String behindAddresses, boolean goesOn) {
        assertThat(SocketBufferHandover.receive(packet("020000000001" + SOURCE + behindAddresses)))
                .isEqualTo(goesOn);
    }
}
