package dev.osmia.cli.run;

import dev.osmia.jit.LoadedProgram;

/**
 * One program of a run.
 *
 * @param name the program's name
 * @param program the loaded program
 */
public record Stage(String name, LoadedProgram program) {}
