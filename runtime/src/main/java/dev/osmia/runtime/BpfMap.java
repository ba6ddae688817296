package dev.osmia.runtime;

import dev.osmia.program.MapSpec;

/**
 * A map. Keys and values come as ranges of byte arrays, since a program's keys nearly always lie on its stack; other keys are first
 * copied into the context's scratch. Lookups give region-tagged pointers into the map's own memory, which stay valid while a program
 * runs. Errors are negative {@code errno} values, as the kernel returns them.
 */
public abstract class BpfMap {
    private final MapSpec spec;

    protected BpfMap(MapSpec spec) {
        this.spec = spec;
    }

    /** The definition. */
    public final MapSpec spec() {
        return spec;
    }

    /** Pointer to the key's value for this context's CPU, or null. */
    public abstract long lookup(ExecutionContext context, byte[] key, int keyOffset);

    /** Stores the value under the key; {@code flags} are {@code BPF_ANY}, {@code BPF_NOEXIST} or {@code BPF_EXIST}. */
    public abstract long update(
            ExecutionContext context, byte[] key, int keyOffset, byte[] value, int valueOffset, long flags);

    /** Removes the key. */
    public abstract long delete(ExecutionContext context, byte[] key, int keyOffset);

    /** The map's own address, as programs pass it to helpers. */
    public abstract long pointer();

    /** The address of a byte of the first value, for maps that allow direct access (global data). */
    public long valuePointer(int offset) {
        throw new UnsupportedOperationException("map '" + spec.name() + "' does not support direct value access");
    }

    /** The program in a slot of a program array; null where the slot is empty or the map is no program array. */
    public Executable program(int index) {
        return null;
    }
}
