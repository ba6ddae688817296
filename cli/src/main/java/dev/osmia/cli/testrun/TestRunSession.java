package dev.osmia.cli.testrun;

import dev.osmia.cli.engine.EngineSession;
import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.jit.BpfObject;
import dev.osmia.jit.BpfProgram;
import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;

/** Runs one program over one packet, as {@code BPF_PROG_TEST_RUN} would. */
public final class TestRunSession {
    /** Bytes of an Ethernet header: the kernel runs nothing over less. */
    private static final int ETH_HLEN = 14;

    private static final int LOOPBACK_IFINDEX = 1;
    private static final int METADATA_LIMIT = Packet.HEADROOM - 4;

    private final TestRunPlan plan;
    private final BpfObject object;
    private final BpfProgram program;
    private final ProgramType type;

    /** A run of a program of an opened object, whose variables and maps are as they are to be. */
    public TestRunSession(TestRunPlan plan, BpfObject object, BpfProgram program) {
        this.plan = plan;
        this.object = object;
        this.program = program;
        this.type = program.link().type();
    }

    /** Runs it. */
    public TestRunResult run() throws IOException {
        if (type != ProgramType.XDP && !ProgramTypes.SOCKET_BUFFER.contains(type)) {
            throw new UnusableInputException(
                    "%s: programs of type %s do not run over packets".formatted(program.name(), type.kernelName()));
        }
        var packet = packet();
        try (var engine = plan.engine().open()) {
            var executable = engine.load(program);
            engine.start(object.maps());
            var result = run(engine, executable, packet);
            engine.finish(object.maps());
            if (plan.output() != null) {
                Files.write(plan.output(), result.data());
            }
            return result;
        }
    }

    private Packet packet() {
        if (plan.frame().length < ETH_HLEN) {
            throw new UnusableInputException("--data-in: %d bytes, expected at least the %d of an Ethernet header"
                    .formatted(plan.frame().length, ETH_HLEN));
        }
        int metadata = plan.metadata().length;
        if (metadata % Integer.BYTES != 0 || metadata > METADATA_LIMIT) {
            throw new UnusableInputException("--meta: %d bytes, expected a multiple of %d up to %d"
                    .formatted(metadata, Integer.BYTES, METADATA_LIMIT));
        }
        var packet = Packet.of(ByteBuffer.wrap(plan.frame().clone()));
        if (type == ProgramType.XDP) {
            packet.ingressIfindex(LOOPBACK_IFINDEX);
        } else {
            SocketBufferHandover.testRun(packet, type);
        }
        packet.metadata(ByteBuffer.wrap(plan.metadata()));
        ContextFields.set(packet, type, plan.context());
        return packet;
    }

    private boolean fromLinkLayer() {
        return ProgramTypes.TC.contains(type);
    }

    private TestRunResult run(EngineSession engine, Executable executable, Packet packet) {
        var context = object.environment().newContext(0);
        var timing = engine.runRepeatedly(executable, context, packet, plan.repeat());
        // The kernel gives the frame back with a link-layer header of zeros where the program saw none.
        int header = type == ProgramType.XDP || fromLinkLayer() ? 0 : ETH_HLEN;
        var data = new byte[header + packet.length()];
        packet.data().get(packet.dataStart(), data, header, packet.length());
        var metadata = new byte[packet.metadataLength()];
        packet.metadata().get(packet.metadataStart(), metadata);
        return new TestRunResult(type, (int) timing.result(), data, metadata, timing.nanoseconds());
    }
}
