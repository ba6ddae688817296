package dev.osmia.runtime;

/** Random numbers of one context (SplitMix64), the same again for the same seed and CPU. */
public final class Random {
    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    Random(long seed, int cpu) {
        state = mix(seed + cpu * GOLDEN_GAMMA);
    }

    /** Any 32 bits. */
    public int next() {
        state += GOLDEN_GAMMA;
        return (int) (mix(state) >>> 32);
    }

    private static long mix(long z) {
        long y = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        y = (y ^ y >>> 27) * 0x94d0_49bb_1331_11ebL;
        return y ^ y >>> 31;
    }
}
