package dev.osmia.jit.lowering;

import dev.osmia.program.Program;
import java.util.List;

/**
 * A program, lowered.
 *
 * @param program the program
 * @param functions its functions that any path reaches
 */
public record LoweredProgram(Program program, List<LoweredFunction> functions) {}
