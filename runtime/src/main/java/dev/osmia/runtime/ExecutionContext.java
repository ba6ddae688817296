package dev.osmia.runtime;

import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.context.ContextRegion;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.memory.Region;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.PacketRegion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What one thread needs to run programs: its stack, its region table, its CPU number and the packet in hand. It belongs to one thread;
 * maps are shared through the {@link Environment}.
 */
public final class ExecutionContext {
    /** Bytes of one function's frame ({@code MAX_BPF_STACK}). */
    public static final int FRAME_BYTES = 512;

    /** How deep functions may call each other ({@code MAX_CALL_FRAMES}). */
    public static final int MAX_CALL_FRAMES = 8;

    /** How often {@code may_goto} lets a run go on before it leaves its loop ({@code BPF_MAX_LOOPS}). */
    private static final int MAX_LOOPS = 8 << 20;

    /** What a loop may show its callback: a dynptr at most. */
    static final int LOOP_BYTES = 16;

    /** How many tail calls one run may make ({@code MAX_TAIL_CALL_CNT}). */
    private static final int MAX_TAIL_CALL_COUNT = 33;

    private final Environment environment;
    private final int cpu;
    private final byte[] stack = new byte[FRAME_BYTES * (MAX_CALL_FRAMES + 1)];
    private final PacketRegion packetRegion = new PacketRegion();
    private final ContextRegion contextRegion = new ContextRegion();
    private final RegionTable regions;
    private final Random random;
    private final Redirection redirection = new Redirection();
    private final Scratch keyScratch = new Scratch();
    private final Scratch valueScratch = new Scratch();
    private final Scratch textScratch = new Scratch();
    private ByteBuffer sampleBuffer = ByteBuffer.allocateDirect(0);
    private int loops;
    /** Each frame's registers, and behind them one number for the interpreter's own use. */
    private final long[][] registers = new long[MAX_CALL_FRAMES + 1][Register.COUNT + 1];

    private Packet packet;
    private int loopsLeft = MAX_LOOPS;
    private int tailCalls;
    private Executable caller;
    private long callerFramePointer;

    ExecutionContext(Environment environment, int cpu) {
        this.environment = environment;
        this.cpu = cpu;
        regions = new RegionTable(environment.regions(), stack, packetRegion, contextRegion);
        random = new Random(environment.seed(), cpu);
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
        // Callers use one packet for many frames, and storing a reference costs some garbage collectors more than this
        // test.
        if (next != packet) {
            packet = next;
            packetRegion.packet(next);
            contextRegion.packet(next);
        }
    }

    /** Says which context struct the next run sees, for engines that reach it as memory. */
    public void programType(ProgramType type) {
        contextRegion.programType(type);
    }

    /**
     * The region that a pointer points into.
     *
     * @throws IndexOutOfBoundsException if there is no such region; regions without memory throw on access
     */
    public Region region(long pointer) {
        return regions.get(pointer);
    }

    /** The context's random numbers. */
    public Random random() {
        return random;
    }

    /** Where the last program that redirected its packet wants it to go. */
    public Redirection redirection() {
        return redirection;
    }

    /** Memory for a helper's first argument, such as a key. */
    public Scratch keyScratch() {
        return keyScratch;
    }

    /** Memory for a helper's second argument, such as a value. */
    public Scratch valueScratch() {
        return valueScratch;
    }

    /** Memory for text that a helper formats. */
    public Scratch textScratch() {
        return textScratch;
    }

    /** A little-endian buffer of so many bytes for a sample that is sent to user space. */
    public ByteBuffer sampleBuffer(int bytes) {
        if (sampleBuffer.capacity() < bytes) {
            sampleBuffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        return sampleBuffer.limit(bytes).position(0);
    }

    /** Enters a loop over a map; gives the place for the key or dynptr that its callback is shown, which loops inside it leave alone. */
    public long enterLoop() {
        return Pointer.of(Pointer.LOOP_KEYS, loops++ * LOOP_BYTES);
    }

    /** Leaves the innermost loop over a map. */
    public void leaveLoop() {
        loops--;
    }

    /** Begins a run over a packet: the run's budgets are full again. */
    public void begin(Packet next) {
        packet(next);
        loopsLeft = MAX_LOOPS;
        tailCalls = 0;
    }

    /** An interpreter's register file for the frame with this frame pointer. */
    public long[] registers(long framePointer) {
        return registers[Pointer.offset(framePointer) / FRAME_BYTES - 1];
    }

    /** Says who calls a helper, for helpers that call back. */
    public void enterCall(Executable executable, long framePointer) {
        caller = executable;
        callerFramePointer = framePointer;
    }

    /**
     * Calls a subprogram of the program that called the helper, in a frame above that of the caller. The caller is the same again
     * afterwards, whatever the subprogram called.
     */
    public long callback(long function, long r1, long r2, long r3, long r4, long r5) {
        var executable = caller;
        long framePointer = callerFramePointer;
        long result =
                executable.callback(this, Pointer.offset(function), framePointer + FRAME_BYTES, r1, r2, r3, r4, r5);
        enterCall(executable, framePointer);
        return result;
    }

    /** Whether {@code may_goto} lets the run go on. */
    public boolean mayGoOn() {
        return loopsLeft-- > 0;
    }

    /** The program that a tail call goes to; null where the slot is empty or the limit is reached. */
    public Executable tailCall(long programs, int index) {
        var target = ((ProgramArrayMap) environment.map(programs)).program(index);
        if (target == null || tailCalls >= MAX_TAIL_CALL_COUNT) {
            return null;
        }
        tailCalls++;
        return target;
    }
}
