package dev.osmia.jit.agreement;

import dev.osmia.jit.Engine;
import dev.osmia.jit.ProgramRejectedException;
import dev.osmia.program.Program;
import java.util.List;

/**
 * What became of a program on interpreter and JIT.
 *
 * @param problem how they differ, or what one of them threw; the verifier's message where it rejects
 */
record Trial(Result result, String problem) {
    /** The three ends that there are. */
    enum Result {
        AGREED,
        DISAGREED,
        REJECTED
    }

    /** Runs the program on both engines over the same inputs. */
    static Trial of(Program program, List<Input> inputs) {
        try {
            var interpreted = new EngineContestant(program, Engine.INTERPRETER);
            var compiled = new EngineContestant(program, Engine.JIT);
            for (var input : inputs) {
                var differences = interpreted.run(input).differences(compiled.run(input), "interpreter", "JIT");
                if (!differences.isEmpty()) {
                    return new Trial(Result.DISAGREED, differences + "  on " + input);
                }
            }
            return new Trial(Result.AGREED, "");
        } catch (ProgramRejectedException rejected) {
            return new Trial(Result.REJECTED, rejected.getMessage());
        } catch (RuntimeException | AssertionError | LinkageError failure) {
            return new Trial(Result.DISAGREED, failure.toString());
        }
    }

    boolean disagreed() {
        return result == Result.DISAGREED;
    }

    /** The smallest part of the program on which the engines still disagree. */
    static NamedCase smallest(RandomProgram program, List<Input> inputs) {
        var smallest = program.shrink(smaller -> of(smaller.program(), inputs).disagreed());
        return new NamedCase(smallest.program(), inputs);
    }
}
