package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.loadFunction;
import static dev.osmia.program.assembly.Assembly.loadMap;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R6;

import dev.osmia.program.assembly.Line;
import java.util.ArrayList;
import java.util.List;

/** Helpers that call back, and tail calls. */
final class CallbackSteps {
    private static final int TAIL_CALL = 12;
    private static final int FOR_EACH_MAP_ELEM = 164;
    private static final int LOOP = 181;

    private final Choice choice;
    private final ScalarSteps scalars;
    private final ProgramGenerator generator;

    CallbackSteps(Choice choice, ScalarSteps scalars, ProgramGenerator generator) {
        this.choice = choice;
        this.scalars = scalars;
        this.generator = generator;
    }

    /** A loop over numbers or over an array: a hash map's order is nobody's business. */
    Step loop(Scope scope, Function callback) {
        var lines = new ArrayList<Line>();
        if (callback.kind() == Function.Kind.LOOP) {
            lines.add(
                    choice.coin()
                            ? mov(R1, choice.below(6))
                            : scalars.bounded(R1, choice.of(scope.scalars()), choice.coin() ? 3 : 7));
        } else {
            lines.add(loadMap(R1, Layout.ARRAY));
        }
        lines.addAll(List.of(
                loadFunction(R2, callback.name()),
                mov(R3, R10),
                add(R3, -Layout.STACK_BYTES),
                mov(R4, choice.oneIn(12) ? 1 : 0),
                callHelper(callback.kind() == Function.Kind.LOOP ? LOOP : FOR_EACH_MAP_ELEM),
                generator.restoreArguments(scope)));
        return new Step.LocalCall(callback.name(), lines);
    }

    /** Starts the program again, until the limit is reached; or fails, for the other slots are empty. */
    Step tailCall(Scope scope) {
        return new Step.Plain(
                choice.coin()
                        ? mov(R3, choice.below(Layout.PROGRAMS_ENTRIES + 1))
                        : scalars.bounded(R3, choice.of(scope.scalars()), 3),
                mov(R1, R6),
                loadMap(R2, Layout.PROGRAMS),
                callHelper(TAIL_CALL),
                generator.restoreArguments(scope),
                // What a failed tail call leaves in R0 is not defined.
                mov(R0, choice.immediate()));
    }
}
