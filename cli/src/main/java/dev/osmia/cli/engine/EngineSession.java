package dev.osmia.cli.engine;

import dev.osmia.jit.BpfProgram;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.map.BpfMap;
import java.util.List;

/** Loads programs into one engine. Programs of a session share their maps; closing it lets go of them. */
public interface EngineSession extends AutoCloseable {

    /**
     * Verifies a program and makes it ready to run.
     *
     * @throws dev.osmia.jit.ProgramRejectedException if it is rejected
     * @throws dev.osmia.jit.UnsupportedProgramException if it needs what the engine does not have
     */
    Executable load(BpfProgram program);

    /** Called between loading and the first run, when the maps have their first content. */
    void start(List<BpfMap> maps);

    /** Called after the last run, before anyone looks at the maps. */
    void finish(List<BpfMap> maps);

    @Override
    void close();
}
