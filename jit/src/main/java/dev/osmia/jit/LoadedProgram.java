package dev.osmia.jit;

import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.packet.Packet;
import dev.osmia.verifier.VerifiedProgram;

/** A program that is ready to run. It is immutable and shared between threads; each thread runs it with a context of its own. */
public final class LoadedProgram {
    private final VerifiedProgram verified;
    private final Executable executable;
    private final ThreadLocal<ExecutionContext> contexts;
    private final boolean writesPacket;
    private final boolean preparesPacket;

    LoadedProgram(VerifiedProgram verified, Executable executable, ThreadLocal<ExecutionContext> contexts) {
        this.verified = verified;
        this.executable = executable;
        this.contexts = contexts;
        this.writesPacket = PacketWrites.anyIn(verified);
        this.preparesPacket = PacketWrites.preparedFor(verified);
    }

    /** The program with what the verifier proved of it. */
    public VerifiedProgram verified() {
        return verified;
    }

    /** What runs it, for callers that keep a context themselves. */
    public Executable executable() {
        return executable;
    }

    /**
     * Runs it over a packet, on CPU 0 and with a context that this thread keeps for all programs of one environment.
     *
     * @return R0, the verdict
     * @throws dev.osmia.runtime.ProgramFault if an access is out of bounds, which is a bug in Osmia
     */
    public int run(Packet packet) {
        return run(contexts.get(), packet);
    }

    /** Runs it over a packet with a context that belongs to the calling thread; gives R0, the verdict. */
    public int run(ExecutionContext context, Packet packet) {
        if ((writesPacket && packet.data().isReadOnly()) || (preparesPacket && packet.cloned())) {
            packet.makeWritable();
        }
        context.begin(packet);
        return (int) executable.run(context);
    }
}
