package dev.osmia.runtime.map;

import dev.osmia.program.MapFields;
import dev.osmia.program.MapSpec;
import dev.osmia.runtime.memory.LittleEndian;
import java.nio.ByteBuffer;
import java.util.Comparator;

/**
 * Copies values into and out of a map's memory, leaving alone the fields that only helpers may touch: copies in do not write them,
 * copies out show zeros there ({@code copy_map_value}).
 */
final class ValueCopies {
    private static final int NONE = -1;

    private final int size;
    private final int lock;

    // Start and length of each run of bytes between such fields; none of them, where there are no such fields.
    private final int[] runs;

    ValueCopies(MapSpec spec) {
        size = spec.valueSize();
        var fields = MapFields.of(spec).fields().stream()
                .sorted(Comparator.comparingInt(MapFields.Field::offset))
                .toList();
        lock = fields.stream()
                .filter(field -> field.kind() == MapFields.Kind.SPIN_LOCK)
                .mapToInt(MapFields.Field::offset)
                .findFirst()
                .orElse(NONE);
        runs = new int[fields.isEmpty() ? 0 : 2 * (fields.size() + 1)];
        int start = 0;
        for (int i = 0; i < fields.size(); i++) {
            runs[2 * i] = start;
            runs[2 * i + 1] = Math.max(fields.get(i).offset() - start, 0);
            start = Math.min(fields.get(i).offset() + fields.get(i).size(), size);
        }
        if (runs.length > 0) {
            runs[runs.length - 2] = start;
            runs[runs.length - 1] = size - start;
        }
    }

    /** Whether values have a lock. */
    boolean lockable() {
        return lock != NONE;
    }

    /** Copies a value in. */
    void in(ByteBuffer values, int index, byte[] source, int offset) {
        if (runs.length == 0) {
            values.put(index, source, offset, size);
        }
        for (int i = 0; i < runs.length; i += 2) {
            values.put(index + runs[i], source, offset + runs[i], runs[i + 1]);
        }
    }

    /** Copies a value into memory that held another element before. */
    void intoNew(ByteBuffer values, int index, byte[] source, int offset) {
        if (runs.length > 0) {
            for (int i = 0; i < size; i++) {
                values.put(index + i, (byte) 0);
            }
        }
        in(values, index, source, offset);
    }

    /** Copies a value in while holding its lock. */
    void inLocked(ByteBuffer values, int index, byte[] source, int offset) {
        while (!LittleEndian.INT_IN_BUFFER.weakCompareAndSetAcquire(values, index + lock, 0, 1)) {
            Thread.onSpinWait();
        }
        in(values, index, source, offset);
        LittleEndian.INT_IN_BUFFER.setRelease(values, index + lock, 0);
    }

    /** Copies a value out. */
    void out(ByteBuffer values, int index, byte[] target, int offset) {
        if (runs.length == 0) {
            values.get(index, target, offset, size);
        }
        for (int i = 0; i < runs.length; i += 2) {
            values.get(index + runs[i], target, offset + runs[i], runs[i + 1]);
        }
    }
}
