package dev.osmia.jit.lowering;

import dev.osmia.program.Subprogram;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * One function, lowered.
 *
 * @param index its index in the program's subprograms
 * @param subprogram the function
 * @param instructions what each reached slot became, in order; an instruction may become several
 * @param longUnits the stack units that are one JVM local
 * @param wordUnits the stack units that are two JVM locals
 * @param dynptrs how many dynptrs are JVM locals
 * @param narrow which register values are held as {@code int}
 */
public record LoweredFunction(
        int index,
        Subprogram subprogram,
        SortedMap<Integer, List<LoweredInstruction>> instructions,
        SortedSet<Integer> longUnits,
        SortedSet<Integer> wordUnits,
        int dynptrs,
        NarrowRegisters narrow) {}
