package dev.osmia.runtime.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class PacketTest {
    private static final byte[] FRAME = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    private static ByteBuffer capture() {
        var capture = ByteBuffer.allocateDirect(64);
        for (int i = 0; i < capture.capacity(); i++) {
            capture.put(i, (byte) 0xee);
        }
        return capture.put(24, FRAME);
    }

    private static String bytes(Packet packet) {
        var bytes = new byte[packet.length()];
        packet.data().get(packet.dataStart(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String metadata(Packet packet) {
        var bytes = new byte[packet.metadataLength()];
        packet.metadata().get(packet.metadataStart(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void usesTheCallersBuffer() {
        var capture = capture();
        var packet = Packet.create();
        packet.wrap(capture, 24, 40);
        packet.moveStart(4);
        packet.moveEnd(-4);
        assertThat(bytes(packet)).isEqualTo("0405060708090a0b");
        packet.data().put(28, (byte) 0x77);
        assertThat(capture.get(28)).isEqualTo((byte) 0x77);
    }

    @Test
    void growsWithoutTouchingItsNeighbours() {
        var capture = capture();
        var packet = Packet.create();
        packet.wrap(capture, 24, 40);
        packet.moveStart(-2);
        packet.moveEnd(3);
        packet.insert(2, 1);
        assertThat(bytes(packet)).isEqualTo("000000" + HexFormat.of().formatHex(FRAME) + "000000");
        for (int i = 0; i < capture.capacity(); i++) {
            assertThat(capture.get(i)).isEqualTo(i < 24 || i >= 40 ? (byte) 0xee : FRAME[i - 24]);
        }
    }

    @Test
    void uncoversItsOwnBytesAgain() {
        var packet = Packet.of(ByteBuffer.wrap(FRAME.clone()));
        packet.moveStart(6);
        packet.moveStart(-8);
        assertThat(bytes(packet)).isEqualTo("0000" + HexFormat.of().formatHex(FRAME));
    }

    @Test
    void addsZerosBehindWhateverWasThere() {
        var packet = Packet.of(ByteBuffer.wrap(FRAME.clone()));
        packet.moveEnd(-8);
        packet.moveEnd(4);
        assertThat(bytes(packet)).isEqualTo("000102030405060700000000");
    }

    @Test
    void allocatesNothingForTheSecondPacketThatGrows() {
        var packet = Packet.create();
        packet.wrap(ByteBuffer.wrap(FRAME), 0, FRAME.length);
        packet.moveStart(-4);
        var own = packet.data();
        packet.wrap(ByteBuffer.wrap(FRAME), 0, FRAME.length);
        packet.moveStart(-20);
        assertThat(packet.data()).isSameAs(own);
        assertThat(bytes(packet)).isEqualTo("00".repeat(20) + HexFormat.of().formatHex(FRAME));
    }

    @Test
    void movesOutOfReadOnlyBuffersOnlyToBeWritten() {
        var capture = capture().asReadOnlyBuffer();
        var packet = Packet.create();
        packet.wrap(capture, 24, 40);
        packet.moveStart(2);
        assertThat(packet.data().isReadOnly()).isTrue();
        packet.makeWritable();
        packet.data().put(packet.dataStart(), (byte) 0x77);
        assertThat(bytes(packet)).startsWith("7703");
        packet.moveStart(-2);
        assertThat(bytes(packet)).startsWith("00017703");
    }

    @Test
    void keepsMetadataInFrontOfThePacket() {
        var packet = Packet.of(ByteBuffer.wrap(FRAME.clone()));
        packet.metadata(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        packet.moveStart(8);
        assertThat(metadata(packet)).isEqualTo("01020304");
        assertThat(packet.dataPointer() - packet.dataMetaPointer()).isEqualTo(4);
        // A header that grows or shrinks does not take them along: they are what lies there.
        packet.insert(0, 4);
        assertThat(metadata(packet)).isEqualTo("00010203");
        packet.remove(2, 2);
        assertThat(metadata(packet)).isEqualTo("02030000");
        packet.growMetadata(-4);
        assertThat(packet.metadataLength()).isZero();
        packet.wrap(ByteBuffer.wrap(FRAME), 0, 16);
        packet.growMetadata(8);
        assertThat(metadata(packet)).isEqualTo("0000000000000000");
    }

    @Test
    void losesTheMetadataOfACloneWithTheFirstWrite() {
        var packet = Packet.of(ByteBuffer.wrap(FRAME.clone()));
        packet.metadata(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        packet.cloned(true);
        assertThat(metadata(packet)).isEqualTo("01020304");
        packet.makeWritable();
        assertThat(packet.metadataLength()).isZero();
        assertThat(packet.cloned()).isFalse();
    }

    @Test
    void forgetsEverythingWithTheNextFrame() {
        var packet = Packet.of(ByteBuffer.wrap(FRAME.clone()));
        packet.mark(1);
        packet.vlanTag(EtherTypes.VLAN, 5);
        packet.hash(7);
        Arrays.fill(packet.controlBlock(), (byte) 1);
        packet.checksumLevel(2);
        packet.wrap(ByteBuffer.wrap(FRAME), 0, 16);
        assertThat(packet.mark()).isZero();
        assertThat(packet.vlanPresent()).isZero();
        assertThat(packet.hashKnown()).isFalse();
        assertThat(packet.controlBlock()).containsOnly(0);
        assertThat(packet.checksumLevel()).isEqualTo(Packet.NO_CHECKSUM);
    }

    @Test
    void refusesRangesAndMovesThatDoNotExist() {
        var packet = Packet.create();
        var frame = ByteBuffer.allocate(10);
        assertThatThrownBy(() -> packet.wrap(frame, 4, 11)).hasMessage("start=4 and end=11 are no range of limit=10");
        assertThatThrownBy(() -> packet.wrap(frame, 6, 5)).isInstanceOf(IllegalArgumentException.class);
        packet.wrap(frame, 0, 10);
        assertThatThrownBy(() -> packet.moveStart(11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> packet.moveEnd(-11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> packet.growMetadata(257)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> packet.remove(8, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void stopsAccessesBehindThePacketWhateverTheBufferHolds() {
        var frame = ByteBuffer.allocate(100);
        var packet = Packet.create();
        packet.wrap(frame, 10, 40);
        assertThat(packet.data().limit()).isEqualTo(40);

        packet.moveEnd(-5);
        assertThat(packet.data().limit()).isEqualTo(35);

        packet.moveEnd(20);
        assertThat(packet.data().limit()).isEqualTo(packet.dataEnd());

        packet.wrap(frame, 0, 100);
        assertThat(packet.data().limit()).isEqualTo(100);
        assertThat(frame.limit()).isEqualTo(100);
    }
}
