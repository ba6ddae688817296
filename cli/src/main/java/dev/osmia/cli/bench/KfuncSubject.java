package dev.osmia.cli.bench;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.program.ProgramType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.nio.ByteBuffer;

/** A case with the memory that it works on, ready to run again and again: by an engine of Osmia's, or by hand. */
public final class KfuncSubject {
    private static final int FRAME_BYTES = 512;

    private final KfuncCase one;
    private final Environment environment = Environment.builder().cpus(1).build();
    private final ExecutionContext context = environment.newContext(0);
    private final Packet packet = Packet.of(ByteBuffer.allocateDirect(FRAME_BYTES));
    private final BpfMap area = environment.maps().open(KfuncPrograms.AREA);
    private final KfuncsByHand.Work byHand;
    private final byte[] stack = new byte[KfuncCase.AREA];
    private final int areaStart = Pointer.offset(area.valuePointer(0));

    /** A case over fresh memory that counts up. */
    public KfuncSubject(KfuncCase one) {
        this.one = one;
        byHand = KfuncsByHand.of(one);
        fill();
    }

    private void fill() {
        var data = packet.data();
        for (int i = 0; i < FRAME_BYTES; i++) {
            data.put(i, (byte) i);
        }
        if (one.memory().programType() != ProgramType.XDP) {
            SocketBufferHandover.testRun(packet, one.memory().programType());
        }
        var metadata = ByteBuffer.allocate(KfuncCase.AREA);
        for (int i = 0; i < KfuncCase.AREA; i++) {
            metadata.put(i, (byte) i);
            area.values().put(areaStart + i, (byte) i);
            area.values().put(areaStart + KfuncCase.AREA + i, (byte) 0);
        }
        packet.metadata(metadata);
    }

    /** The case. */
    public KfuncCase one() {
        return one;
    }

    /** The packet that programs run over. */
    public Packet packet() {
        return packet;
    }

    /** The context that programs run in. */
    public ExecutionContext context() {
        return context;
    }

    /** The case's program on an engine; checked to give what Java by hand gives. */
    public Executable program(Engine engine) {
        var executable = BpfProgram.of(KfuncPrograms.of(one), environment)
                .load(engine)
                .orElseThrow()
                .executable();
        fill();
        int expected = runByHand();
        var left = left();
        fill();
        context.begin(packet);
        check(engine.name(), expected, (int) executable.run(context));
        if (!left.equals(left())) {
            throw new IllegalStateException(one.name() + " on " + engine + " leaves other bytes than by hand");
        }
        return executable;
    }

    /** Checks a program's result. */
    public void check(String engine, int expected, int found) {
        if (found != expected) {
            throw new IllegalStateException("%s on %s gives %d, by hand %d (E2BIG is %d)"
                    .formatted(one.name(), engine, found, expected, Errno.E2BIG));
        }
    }

    private ByteBuffer left() {
        var memory = memory();
        var copy = ByteBuffer.allocate(2 * KfuncCase.AREA);
        copy.put(0, memory, start(), KfuncCase.AREA);
        copy.put(KfuncCase.AREA, area.values(), areaStart + KfuncCase.AREA, KfuncCase.AREA);
        return copy;
    }

    private ByteBuffer memory() {
        return switch (one.memory()) {
            case SKB_META -> packet.metadata();
            case SKB, XDP -> packet.data();
            case LOCAL -> area.values();
        };
    }

    private int start() {
        return switch (one.memory()) {
            case SKB_META -> packet.metadataStart();
            case SKB, XDP -> packet.dataStart();
            case LOCAL -> areaStart;
        };
    }

    private int end() {
        return switch (one.memory()) {
            case SKB_META -> packet.metadataEnd();
            case SKB, XDP -> packet.dataEnd();
            case LOCAL -> areaStart + KfuncCase.AREA;
        };
    }

    /** Does the work by hand once. */
    public int runByHand() {
        return byHand.run(memory(), start(), end(), area.values(), areaStart + KfuncCase.AREA, stack);
    }

    /** The work by hand with what it is done on. */
    record Hand(
            KfuncsByHand.Work work,
            ByteBuffer memory,
            int start,
            int end,
            ByteBuffer target,
            int targetStart,
            byte[] stack) {}

    Hand hand() {
        return new Hand(byHand, memory(), start(), end(), area.values(), areaStart + KfuncCase.AREA, stack);
    }
}
