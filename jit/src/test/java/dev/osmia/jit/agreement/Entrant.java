package dev.osmia.jit.agreement;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.jit.ProgramRejectedException;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.interpreter.Interpreter;
import java.util.List;

/** An engine that takes part in trials. */
public interface Entrant {
    /** Its name in messages. */
    String name();

    /** Whether it has a verdict of its own. */
    default boolean judges() {
        return true;
    }

    /** Whether it can show the inputs to programs of the type. */
    default boolean takes(ProgramType type, List<Input> inputs) {
        return true;
    }

    /**
     * Gets a program ready to run.
     *
     * @throws Rejection if it is not accepted
     * @throws Abstention if the engine cannot tell
     */
    Contestant enter(Program program) throws Rejection, Abstention;

    /** A verdict. */
    final class Rejection extends Exception {
        private static final long serialVersionUID = 1;

        /** With the verifier's reason. */
        public Rejection(String reason) {
            super(reason);
        }
    }

    /** No verdict: the engine failed itself, which says nothing of the program. */
    final class Abstention extends Exception {
        private static final long serialVersionUID = 1;

        /** With what it said. */
        public Abstention(String failure) {
            super(failure);
        }
    }

    /** Osmia's own: the JIT, behind the verifier; and the interpreter, which runs what the verifier accepted. */
    static List<Entrant> own() {
        return List.of(new Jit(), new Unverified());
    }

    /** {@link Engine#JIT}. */
    record Jit() implements Entrant {
        @Override
        public String name() {
            return "JIT";
        }

        @Override
        public Contestant enter(Program program) throws Rejection {
            var environment = Environment.builder().cpus(1).build();
            return new EngineContestant(environment, load(program, environment));
        }

        private static Executable load(Program program, Environment environment) throws Rejection {
            try {
                return BpfProgram.of(program, environment)
                        .load(Engine.JIT)
                        .orElseThrow()
                        .executable();
            } catch (ProgramRejectedException rejected) {
                throw new Rejection(rejected.rejection().message());
            }
        }
    }

    /** {@link Engine#INTERPRETER}, without another verification: that takes longer than all runs. */
    record Unverified() implements Entrant {
        @Override
        public String name() {
            return "interpreter";
        }

        @Override
        public boolean judges() {
            return false;
        }

        @Override
        public Contestant enter(Program program) {
            var environment = Environment.builder().cpus(1).build();
            var maps = program.maps().stream().map(environment.maps()::open).toList();
            return new EngineContestant(
                    environment, Interpreter.of(HelperCatalog.standard().bind(program, maps)));
        }
    }
}
