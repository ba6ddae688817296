package dev.osmia.runtime;

import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.memory.Region;

/**
 * What one thread needs to run programs: its stack, its region table, its CPU number and the packet in hand. It belongs to one thread;
 * maps are shared through the {@link Environment}.
 */
public final class ExecutionContext {
    /** Bytes of one function's frame ({@code MAX_BPF_STACK}). */
    public static final int FRAME_BYTES = 512;

    /** How deep functions may call each other ({@code MAX_CALL_FRAMES}). */
    public static final int MAX_CALL_FRAMES = 8;

    private final Environment environment;
    private final int cpu;
    private final byte[] stack = new byte[FRAME_BYTES * (MAX_CALL_FRAMES + 1)];
    private Packet packet;

    ExecutionContext(Environment environment, int cpu) {
        this.environment = environment;
        this.cpu = cpu;
    }

    /** The maps, clock and host that this context shares with others. */
    public Environment environment() {
        return environment;
    }

    /** The CPU number that programs see. */
    public int cpu() {
        return cpu;
    }

    /** The stack; a frame's top is its frame pointer's offset. */
    public byte[] stack() {
        return stack;
    }

    /** The frame pointer of the main function. Each callee's lies {@link #FRAME_BYTES} above its caller's. */
    public static long mainFramePointer() {
        return Pointer.of(Pointer.STACK, FRAME_BYTES);
    }

    /** The packet in hand. */
    public Packet packet() {
        return packet;
    }

    /** Takes the packet that the next run works on. */
    public void packet(Packet next) {
        packet = next;
    }

    /** The region that a pointer points into. */
    public Region region(long pointer) {
        throw new IndexOutOfBoundsException(Pointer.text(pointer) + " is no memory");
    }
}
