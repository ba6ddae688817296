package dev.osmia.cli.testrun;

import dev.osmia.program.ProgramType;

/**
 * What a test run came to.
 *
 * @param type the program's type
 * @param returnValue R0 of the last run
 * @param data the packet afterwards
 * @param metadata its metadata afterwards
 * @param nanosecondsPerRun how long a run took on average
 */
public record TestRunResult(
        ProgramType type, int returnValue, byte[] data, byte[] metadata, double nanosecondsPerRun) {}
