package dev.osmia.cli.engine;

import dev.osmia.jit.BpfProgram;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.packet.Packet;
import java.util.List;

/** Loads programs into one engine and runs them. Programs of a session share their maps; closing it lets go of them. */
public interface EngineSession extends AutoCloseable {

    /**
     * Verifies a program and makes it ready to run.
     *
     * @throws dev.osmia.jit.ProgramRejectedException if Osmia's verifier rejects it
     * @throws dev.osmia.jit.UnsupportedProgramException if it needs what Osmia does not have yet
     * @throws KernelRejectionException if the kernel rejects it
     */
    Executable load(BpfProgram program);

    /** Called between loading and the first run, when the maps have their first content. */
    default void start(List<BpfMap> maps) {}

    /** Called after the last run, before anyone looks at the maps. */
    default void finish(List<BpfMap> maps) {}

    /** Makes a socket buffer of a frame that XDP passed, for programs of this type; false where the kernel would drop it. */
    boolean receive(Packet packet, ProgramType type);

    /**
     * How runs went.
     *
     * @param result R0 of the last one
     * @param nanoseconds how long one took on average
     */
    record Timing(long result, double nanoseconds) {}

    /** Runs a program so often over a packet, each time over what the last run left. */
    default Timing runRepeatedly(Executable program, ExecutionContext context, Packet packet, int repeat) {
        long result = 0;
        long start = System.nanoTime();
        for (int i = 0; i < repeat; i++) {
            context.begin(packet);
            result = program.run(context);
        }
        return new Timing(result, (System.nanoTime() - start) / (double) repeat);
    }

    @Override
    void close();
}
