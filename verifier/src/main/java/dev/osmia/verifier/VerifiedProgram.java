package dev.osmia.verifier;

import dev.osmia.program.Program;
import dev.osmia.verifier.fact.Facts;

/** A program that the verifier accepted, with what it proved. Only the verifier makes one; engines that compile take nothing else. */
public final class VerifiedProgram {
    private final Program program;
    private final Facts facts;
    private final Statistics statistics;

    VerifiedProgram(Program program, Facts facts, Statistics statistics) {
        this.program = program;
        this.facts = facts;
        this.statistics = statistics;
    }

    /** The program. */
    public Program program() {
        return program;
    }

    /** What holds of each instruction. */
    public Facts facts() {
        return facts;
    }

    /** What the verification took. */
    public Statistics statistics() {
        return statistics;
    }
}
