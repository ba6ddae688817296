package dev.osmia.cli.run;

import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.packet.Packet;

/**
 * One program of a run.
 *
 * @param name the program's name
 * @param program the loaded program
 */
record Stage(String name, Executable program) {
    /** Runs it over the packet; gives the verdict. */
    int run(ExecutionContext context, Packet packet) {
        context.begin(packet);
        return (int) program.run(context);
    }
}
