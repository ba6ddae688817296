package dev.osmia.cli.engine;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.runtime.packet.SocketBufferHandover;

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
    public boolean receive(Packet packet, ProgramType type) {
        return SocketBufferHandover.receive(packet);
    }

    @Override
    public void close() {
        // Programs go away with their last use.
    }
}
