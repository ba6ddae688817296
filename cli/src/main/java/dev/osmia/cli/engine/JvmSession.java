package dev.osmia.cli.engine;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.map.BpfMap;
import java.util.List;

/** Runs programs on this JVM, which is where their maps are. */
final class JvmSession implements EngineSession {
    private final Engine engine;

    JvmSession(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Executable load(BpfProgram program) {
        return program.load(engine).orElseThrow().executable();
    }

    @Override
    public void start(List<BpfMap> maps) {}

    @Override
    public void finish(List<BpfMap> maps) {}

    @Override
    public void close() {}
}
