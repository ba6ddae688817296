package dev.osmia.jit.agreement;

import dev.osmia.program.instruction.MemorySize;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random choices, with a liking for values at which arithmetic goes wrong. */
final class Choice {
    private static final long[] BOUNDARIES = {
        0,
        1,
        2,
        7,
        8,
        31,
        32,
        63,
        64,
        0x7f,
        0x80,
        0xff,
        0x100,
        0x7fff,
        0x8000,
        0xffff,
        0x1_0000,
        0x7fff_ffff,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8,
        -128,
        -32768,
        Integer.MIN_VALUE
    };

    private final RandomGenerator random;
    private int labels;

    Choice(RandomGenerator random) {
        this.random = random;
    }

    /** A number from 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends may come. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    boolean coin() {
        return random.nextBoolean();
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    <T> T of(T[] array) {
        return array[random.nextInt(array.length)];
    }

    /** Mostly a boundary or its neighbour. */
    long value() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> BOUNDARIES[random.nextInt(BOUNDARIES.length)] + random.nextInt(3) - 1;
            default -> BOUNDARIES[random.nextInt(BOUNDARIES.length)];
        };
    }

    int immediate() {
        return (int) value();
    }

    MemorySize size() {
        return of(MemorySize.values());
    }

    /** A size of at most so many bytes. */
    MemorySize sizeWithin(int bytes) {
        return MemorySize.ofBytes(1 << random.nextInt(4 - Integer.numberOfLeadingZeros(Math.min(bytes, 8)) + 28));
    }

    byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A label that no other line has. */
    String label() {
        return "l" + labels++;
    }
}
