package dev.osmia.runtime.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RingBufferMapTest {
    private static final int SIZE = 4096;

    private final Environment environment = Environment.create();
    private final RingBufferMap ring = create();

    private RingBufferMap create() {
        return (RingBufferMap) environment.maps().create(MapSpec.of("events", MapType.RINGBUF, 0, 0, SIZE));
    }

    private long reserve(int bytes, int content) {
        long sample = ring.reserve(bytes);
        for (int i = 0; sample != Pointer.NULL && i < bytes; i++) {
            ring.values().put(Pointer.offset(sample) + i, (byte) (content + i));
        }
        return sample;
    }

    private List<String> drain() {
        var records = new ArrayList<String>();
        int count = ring.drain(sample -> {
            var first = sample.remaining() == 0 ? "" : ":" + sample.get(sample.position());
            records.add(sample.remaining() + first);
        });
        assertThat(count).isEqualTo(records.size());
        return records;
    }

    @Test
    void givesRecordsInTheOrderOfTheirReservation() {
        long first = reserve(3, 10);
        long second = reserve(8, 20);
        ring.submit(second);
        assertThat(drain()).isEmpty();
        ring.submit(first);
        assertThat(drain()).containsExactly("3:10", "8:20");
        assertThat(drain()).isEmpty();
    }

    @Test
    void passesOverDiscardedRecords() {
        long first = reserve(3, 1);
        long second = reserve(4, 2);
        ring.discard(first);
        ring.submit(second);
        assertThat(drain()).containsExactly("4:2");
        assertThat(ring.consumerPosition()).isEqualTo(16 + 16);
    }

    @Test
    void takesNoMoreThanItsSize() {
        assertThat(ring.reserve(SIZE - 8)).isEqualTo(Pointer.NULL);
        assertThat(ring.reserve(SIZE)).isEqualTo(Pointer.NULL);
        assertThat(ring.reserve(-1)).isEqualTo(Pointer.NULL);
        assertThat(ring.reserve(1L << 32)).isEqualTo(Pointer.NULL);
        long largest = ring.reserve(SIZE - 16);
        assertThat(largest).isNotEqualTo(Pointer.NULL);
        assertThat(ring.reserve(0)).isEqualTo(Pointer.NULL);
        ring.submit(largest);
        assertThat(ring.reserve(0)).isEqualTo(Pointer.NULL);
        assertThat(drain()).containsExactly(SIZE - 16 + ":0");
        assertThat(ring.reserve(0)).isNotEqualTo(Pointer.NULL);
    }

    @Test
    void letsTheApplicationDrainBesidesProducers() throws InterruptedException {
        var total = new long[2];
        var producers = new Thread[2];
        for (int t = 0; t < producers.length; t++) {
            producers[t] = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    long sample = Pointer.NULL;
                    while (sample == Pointer.NULL) {
                        sample = ring.reserve(8 + i % 40);
                        if (sample == Pointer.NULL) {
                            Thread.onSpinWait();
                        }
                    }
                    ring.values().putLong(Pointer.offset(sample), Long.reverseBytes(i));
                    if (i % 7 == 0) {
                        ring.discard(sample);
                    } else {
                        ring.submit(sample);
                    }
                }
            });
            producers[t].start();
        }
        while (producers[0].isAlive() || producers[1].isAlive() || ring.availableBytes() > 0) {
            ring.drain(sample -> {
                total[0]++;
                total[1] += sample.getLong(sample.position());
            });
        }
        long submitted = 0;
        long sum = 0;
        for (int i = 0; i < 20_000; i++) {
            submitted += i % 7 == 0 ? 0 : 2;
            sum += i % 7 == 0 ? 0 : 2L * i;
        }
        assertThat(total).containsExactly(submitted, sum);
    }

    @Test
    void keepsRecordsWholeWhereverTheyLie() {
        Seeds.forAll(20, random -> {
            var ring = create();
            var expected = new ArrayDeque<String>();
            for (int i = 0; i < 500; i++) {
                int bytes = random.nextInt(300);
                long sample = ring.reserve(bytes);
                if (sample == Pointer.NULL) {
                    ring.drain(record -> {
                        var text = new byte[record.remaining()];
                        record.get(text);
                        assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo(expected.remove());
                    });
                    continue;
                }
                var text = Character.toString('a' + i % 26).repeat(bytes);
                ring.values().put(Pointer.offset(sample), text.getBytes(StandardCharsets.US_ASCII));
                expected.add(text);
                ring.submit(sample);
            }
        });
    }
}
