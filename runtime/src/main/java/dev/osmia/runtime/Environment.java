package dev.osmia.runtime;

import dev.osmia.runtime.memory.Pointer;

/** What programs of one application share: maps, clock, random numbers and the host they believe to run on. */
public final class Environment {

    /** A context for one thread, which programs see as this CPU. */
    public ExecutionContext newContext(int cpu) {
        return new ExecutionContext(this, cpu);
    }

    /** The map that a map pointer stands for. */
    public BpfMap map(long pointer) {
        throw new IndexOutOfBoundsException(Pointer.text(pointer) + " is no map");
    }
}
