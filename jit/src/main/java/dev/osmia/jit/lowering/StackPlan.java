package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.MemorySize;
import java.util.BitSet;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which 8-byte units of a function's frame are JVM locals instead of memory: those whose every access has a constant offset inside the
 * unit, and whose address nothing is given that would read or write it as memory.
 */
final class StackPlan {
    /** Bytes of one unit. */
    static final int UNIT_BYTES = 8;

    private static final int WORD_BYTES = 4;
    private static final int FRAME_BYTES = 512;

    private final BitSet accessed = new BitSet();
    private final BitSet memory = new BitSet();
    private final BitSet inWords = new BitSet();

    /** The unit of a byte, counted down from the frame's top. */
    private static int unit(int offset) {
        return (-offset - 1) / UNIT_BYTES;
    }

    /** An access at a constant offset of the own frame. */
    void access(int offset, MemorySize size) {
        if (offset >= 0 || offset < -FRAME_BYTES || unit(offset) != unit(offset + size.bytes() - 1)) {
            memory(offset, size.bytes());
        } else {
            accessed.set(unit(offset));
            if (size.bytes() <= WORD_BYTES) {
                inWords.set(unit(offset));
            }
        }
    }

    /** An access by a copy, which takes what width there is. */
    void copy(int offset, MemorySize size) {
        if (size.bytes() < WORD_BYTES) {
            access(offset, size);
        } else {
            accessed.set(unit(offset));
        }
    }

    /** A range of the own frame that must be memory. */
    void memory(int offset, int bytes) {
        for (int at = Math.max(offset, -FRAME_BYTES); at < Math.min(offset + bytes, 0); at++) {
            memory.set(unit(at));
        }
    }

    /** The own frame from an offset up must be memory. */
    void memoryFrom(int offset) {
        memory(offset, -offset);
    }

    /** The whole frame must be memory. */
    void allMemory() {
        memory.set(0, FRAME_BYTES / UNIT_BYTES);
    }

    /** The units that are one JVM local. */
    SortedSet<Integer> longUnits() {
        return units(false);
    }

    /** The units that are two JVM locals: those that are accessed by words or less. */
    SortedSet<Integer> wordUnits() {
        return units(true);
    }

    private SortedSet<Integer> units(boolean words) {
        var units = new TreeSet<Integer>();
        accessed.stream()
                .filter(unit -> !memory.get(unit) && inWords.get(unit) == words)
                .forEach(units::add);
        return units;
    }

    /** Whether an access at this offset goes to a JVM local of 4 bytes. */
    boolean isInWords(int frameOffset) {
        return place(frameOffset) instanceof Place.LocalWords;
    }

    /** Where an access at a constant offset from the own frame's top goes. */
    Place place(int frameOffset) {
        int unit = unit(frameOffset);
        if (frameOffset < 0 && accessed.get(unit) && !memory.get(unit)) {
            int shift = frameOffset + (unit + 1) * UNIT_BYTES;
            return inWords.get(unit) ? new Place.LocalWords(unit, shift) : new Place.Local(unit, shift);
        }
        return new Place.Frame(frameOffset);
    }
}
