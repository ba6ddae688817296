package dev.osmia.runtime;

import dev.osmia.runtime.context.ContextRegion;
import dev.osmia.runtime.memory.NoRegion;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.memory.Region;
import dev.osmia.runtime.memory.SharedRegions;
import dev.osmia.runtime.memory.StackRegion;
import dev.osmia.runtime.packet.PacketRegion;
import java.util.Arrays;

/** One thread's regions by number: its own below {@link Pointer#FIRST_SHARED}, from there on the environment's. */
final class RegionTable {
    /** {@code sizeof(struct bpf_flow_keys)}. */
    private static final int FLOW_KEYS_BYTES = 56;

    private final SharedRegions shared;
    private Region[] table = new Region[Pointer.FIRST_SHARED];

    RegionTable(SharedRegions shared, byte[] stack, PacketRegion packet, ContextRegion context) {
        this.shared = shared;
        Arrays.fill(table, new NoRegion("a number"));
        table[0] = new NoRegion("null");
        table[Pointer.STACK] = new StackRegion(stack);
        table[Pointer.PACKET] = packet;
        table[Pointer.CONTEXT] = context;
        table[Pointer.MAP] = new NoRegion("a map's address");
        table[Pointer.FUNCTION] = new NoRegion("a function's address");
        table[Pointer.FLOW_KEYS] = new StackRegion(new byte[FLOW_KEYS_BYTES]);
        table[Pointer.LOOP_KEYS] =
                new StackRegion(new byte[ExecutionContext.MAX_CALL_FRAMES * ExecutionContext.LOOP_BYTES]);
    }

    Region get(long pointer) {
        int number = Pointer.region(pointer);
        var regions = table;
        return Integer.compareUnsigned(number, regions.length) < 0 ? regions[number] : added(pointer);
    }

    /** A region that was added after this thread last looked. */
    private Region added(long pointer) {
        var latest = shared.table();
        var longer = Arrays.copyOf(table, Pointer.FIRST_SHARED + latest.length);
        System.arraycopy(latest, 0, longer, Pointer.FIRST_SHARED, latest.length);
        table = longer;
        int number = Pointer.region(pointer);
        if (Integer.compareUnsigned(number, longer.length) >= 0) {
            throw new IndexOutOfBoundsException(Pointer.text(pointer) + " is no memory");
        }
        return longer[number];
    }
}
