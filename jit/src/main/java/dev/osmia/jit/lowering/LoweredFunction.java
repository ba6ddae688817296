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
 * @param localUnits the stack units that are JVM locals
 * @param dynptrs how many dynptrs are JVM locals
 */
public record LoweredFunction(
        int index,
        Subprogram subprogram,
        SortedMap<Integer, List<LoweredInstruction>> instructions,
        SortedSet<Integer> localUnits,
        int dynptrs) {}
