package dev.osmia.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.runtime.memory.BufferRegion;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.memory.Region;
import dev.osmia.runtime.memory.StackRegion;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.PacketRegion;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of every memory that a pointer can point into. */
final class RegionContractTest {
    private static final int SIZE = 48;

    /** The regions, each of {@link #SIZE} bytes from an offset on. */
    enum Kind {
        STACK(0, () -> new StackRegion(new byte[SIZE])),
        HEAP_BUFFER(0, () -> new BufferRegion(ByteBuffer.allocate(SIZE))),
        DIRECT_BUFFER(0, () -> new BufferRegion(ByteBuffer.allocateDirect(SIZE))),
        LIMITED_BUFFER(
                0, () -> new BufferRegion(ByteBuffer.allocateDirect(SIZE + 100).limit(SIZE))),
        HEAP_PACKET(Pointer.PACKET_BIAS, () -> packet(ByteBuffer.allocate(SIZE), 0)),
        DIRECT_PACKET(Pointer.PACKET_BIAS, () -> packet(ByteBuffer.allocateDirect(SIZE), 0)),
        /** A packet amid other frames of a capture. */
        FRAME(Pointer.PACKET_BIAS + 1000, () -> packet(ByteBuffer.allocateDirect(3000), 1000)),
        METADATA(Pointer.PACKET_BIAS + 1000 - SIZE, () -> {
            var packet = Packet.create();
            packet.wrap(ByteBuffer.allocate(3000), 1000, 1000);
            packet.growMetadata(SIZE);
            var region = new PacketRegion();
            region.packet(packet);
            return region;
        });

        private final int start;
        private final Supplier<Region> region;

        Kind(int start, Supplier<Region> region) {
            this.start = start;
            this.region = region;
        }

        private static Region packet(ByteBuffer buffer, int from) {
            var packet = Packet.create();
            packet.wrap(buffer, from, from + SIZE);
            var region = new PacketRegion();
            region.packet(packet);
            return region;
        }
    }

    @ParameterizedTest
    @EnumSource
    void storesLittleEndianAndLoadsZeroExtended(Kind kind) {
        var region = kind.region.get();
        int at = kind.start + 3;
        region.storeDoubleWord(at, 0xfedc_ba98_8765_4321L);
        assertThat(region.loadByte(at)).isEqualTo(0x21);
        assertThat(region.loadByte(at + 7)).isEqualTo(0xfe);
        assertThat(region.loadHalfWord(at + 6)).isEqualTo(0xfedc);
        assertThat(region.loadWord(at + 4)).isEqualTo(0xfedc_ba98L);
        assertThat(region.loadWord(at)).isEqualTo(0x8765_4321L);
        assertThat(region.loadDoubleWord(at)).isEqualTo(0xfedc_ba98_8765_4321L);
        region.storeWord(at, -1);
        region.storeHalfWord(at + 4, 0x1_2345);
        region.storeByte(at + 6, 0x1ff);
        assertThat(region.loadDoubleWord(at)).isEqualTo(0xfeff_2345_ffff_ffffL);
    }

    @ParameterizedTest
    @EnumSource
    void reachesTheFirstAndTheLastByte(Kind kind) {
        var region = kind.region.get();
        int end = kind.start + SIZE;
        region.storeDoubleWord(kind.start, 1);
        region.storeDoubleWord(end - 8, 2);
        region.storeByte(end - 1, 3);
        assertThat(region.loadDoubleWord(kind.start)).isEqualTo(1);
        assertThat(region.loadDoubleWord(end - 8)).isEqualTo(0x0300_0000_0000_0002L);
        var bytes = new byte[SIZE];
        region.read(kind.start, bytes, 0, SIZE);
        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(bytes[SIZE - 1]).isEqualTo((byte) 3);
        region.read(end, bytes, 0, 0);
        region.write(end, bytes, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void throwsOutsideAndTouchesNothing(Kind kind) {
        var region = kind.region.get();
        var before = contents(region, kind);
        int[] offsets = {
            kind.start - 1,
            kind.start - 8,
            kind.start + SIZE,
            kind.start + SIZE - 1,
            kind.start + SIZE - 3,
            kind.start + SIZE - 7,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE - 7,
            Integer.MIN_VALUE,
            -1,
            -8
        };
        for (int offset : offsets) {
            assertOutside(() -> region.loadDoubleWord(offset));
            assertOutside(() -> region.storeDoubleWord(offset, -1));
            assertOutside(() -> region.atomicDoubleWord(AtomicOp.ADD, offset, 1, 0));
            assertOutside(() -> region.read(offset, new byte[16], 0, 8));
            assertOutside(() -> region.write(offset, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8));
            if (offset != kind.start + SIZE - 7) {
                assertOutside(() -> region.loadWord(offset));
                assertOutside(() -> region.storeWord(offset, -1));
                assertOutside(() -> region.atomicWord(AtomicOp.XCHG, offset, 1, 0));
            }
            if (offset < kind.start + SIZE - 4 || offset >= kind.start + SIZE) {
                if (offset < kind.start || offset >= kind.start + SIZE) {
                    assertOutside(() -> region.loadByte(offset));
                    assertOutside(() -> region.storeByte(offset, 1));
                    assertOutside(() -> region.loadHalfWord(offset == kind.start - 1 ? offset - 1 : offset));
                    assertOutside(() -> region.storeHalfWord(offset, 1));
                }
            }
        }
        assertOutside(() -> region.read(kind.start, new byte[SIZE + 1], 0, SIZE + 1));
        assertOutside(() -> region.write(kind.start, new byte[SIZE + 1], 0, SIZE + 1));
        assertOutside(() -> region.read(kind.start, new byte[8], 0, -1));
        assertThat(contents(region, kind)).isEqualTo(before);
    }

    private static void assertOutside(org.assertj.core.api.ThrowableAssert.ThrowingCallable access) {
        assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] contents(Region region, Kind kind) {
        var bytes = new byte[SIZE];
        region.read(kind.start, bytes, 0, SIZE);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void updatesWordsAndGivesTheOldOnes(Kind kind) {
        var region = kind.region.get();
        for (int at : new int[] {kind.start, kind.start + 8, kind.start + 5}) {
            for (var op : AtomicOp.values()) {
                region.storeDoubleWord(at, 0xf0f0_f0f0_8000_0001L);
                assertThat(region.atomicWord(op, at, 0x1_0000_0003L, 0x7_8000_0001L))
                        .isEqualTo(0x8000_0001L);
                long expected = op.update(0x8000_0001L, 3) & 0xffff_ffffL;
                assertThat(region.loadDoubleWord(at)).as(op.name()).isEqualTo(0xf0f0_f0f0_0000_0000L | expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void updatesDoubleWordsAndGivesTheOldOnes(Kind kind) {
        var region = kind.region.get();
        for (int at : new int[] {kind.start, kind.start + 8, kind.start + 3}) {
            for (var op : AtomicOp.values()) {
                region.storeDoubleWord(at, -5);
                assertThat(region.atomicDoubleWord(op, at, 0x1234_5678_9abc_def0L, -5))
                        .isEqualTo(-5);
                assertThat(region.loadDoubleWord(at)).as(op.name()).isEqualTo(op.update(-5, 0x1234_5678_9abc_def0L));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void exchangesOnlyWhatIsExpected(Kind kind) {
        var region = kind.region.get();
        region.storeDoubleWord(kind.start, 7);
        assertThat(region.atomicWord(AtomicOp.CMPXCHG, kind.start, 9, 8)).isEqualTo(7);
        assertThat(region.atomicDoubleWord(AtomicOp.CMPXCHG, kind.start, 9, 0x1_0000_0007L))
                .isEqualTo(7);
        assertThat(region.loadDoubleWord(kind.start)).isEqualTo(7);
    }

    @Test
    void addsFromSeveralThreadsWithoutLoss() throws InterruptedException {
        var region = new BufferRegion(ByteBuffer.allocateDirect(16));
        var threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int n = 0; n < 20_000; n++) {
                    region.atomicDoubleWord(AtomicOp.ADD, 0, 1, 0);
                    region.atomicWord(AtomicOp.ADD, 12, 1, 0);
                }
            });
            threads[i].start();
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(region.loadDoubleWord(0)).isEqualTo(80_000);
        assertThat(region.loadWord(12)).isEqualTo(80_000);
    }

    @Test
    void refusesStoresToReadOnlyMemory() {
        var region = new BufferRegion(ByteBuffer.allocateDirect(SIZE).asReadOnlyBuffer());
        assertThat(region.loadDoubleWord(0)).isZero();
        assertThatThrownBy(() -> region.storeByte(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> region.storeDoubleWord(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> region.write(0, new byte[4], 0, 4)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> region.atomicWord(AtomicOp.ADD, 0, 1, 0)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void findsRegionsThatWereAddedLater() {
        var environment = Environment.create();
        var context = environment.newContext(0);
        assertOutside(() -> context.region(Pointer.of(Pointer.FIRST_SHARED, 0)));
        int number = environment.regions().add(new BufferRegion(ByteBuffer.allocateDirect(8)));
        assertThat(context.region(Pointer.of(number, 0)).loadDoubleWord(0)).isZero();
        assertOutside(() -> context.region(Pointer.NULL).loadByte(0));
        assertOutside(() -> context.region(5).storeWord(5, 1));
        assertOutside(() -> context.region(-1));
        assertOutside(() -> context.region(Pointer.of(Pointer.MAP, 0)).loadByte(0));
    }
}
