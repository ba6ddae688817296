package dev.osmia.jit.agreement;

import static dev.osmia.jit.agreement.Scope.Area;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;
import static dev.osmia.program.instruction.Register.R6;
import static dev.osmia.program.instruction.Register.R7;
import static dev.osmia.program.instruction.Register.R8;
import static dev.osmia.program.instruction.Register.R9;

import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Line;
import java.util.List;

/**
 * A function that others call.
 *
 * @param name its label
 */
record Function(String name, Kind kind, List<Step> steps) {
    /** Who calls a function, and with what. */
    enum Kind {
        /** The program: the context, three scalars and a pointer to the caller's stack. */
        LOCAL,
        /** Likewise, and it leaves packets and hash maps in their places. */
        QUIET,
        /** {@code bpf_loop}: a number and a pointer to the caller's stack. */
        LOOP,
        /** {@code bpf_for_each_map_elem}: the map, a key, its value and a pointer to the caller's stack. */
        EACH;

        boolean callback() {
            return this == LOOP || this == EACH;
        }

        boolean quiet() {
            return this != LOCAL;
        }
    }

    /** What holds when its steps begin. */
    static Scope scope(ProgramType type, Kind kind) {
        var place = kind.callback() ? Scope.Place.CALLBACK : Scope.Place.FUNCTION;
        var scope =
                Scope.function(type, place, kind.quiet()).with(new Area(R9, Layout.STACK_BYTES, true, Area.Kind.STACK));
        return switch (kind) {
            case LOCAL, QUIET -> scope;
            case LOOP -> scope.inLoop();
            case EACH -> scope.inLoop().with(new Area(R8, Layout.ARRAY_VALUE_BYTES, true, Area.Kind.MAP_VALUE));
        };
    }

    /** Puts the arguments where the steps want them. */
    List<Line> begin() {
        return switch (kind) {
            case LOCAL, QUIET ->
                List.of(mov(R6, R1), mov(R7, R2), mov(R8, R3), mov(R9, R5), mov(R0, R4), mov(R1, 1), mov(R5, R8));
            case LOOP ->
                List.of(
                        mov(R9, R2),
                        mov(R7, R1),
                        mov(R8, 8),
                        mov(R0, R1),
                        mov(R2, 2),
                        mov(R3, 3),
                        mov(R4, R1),
                        mov(R5, -5));
            case EACH ->
                List.of(
                        mov(R9, R4),
                        mov(R8, R3),
                        load(WORD, R7, R2, 0),
                        mov(R0, R7),
                        mov(R1, 1),
                        mov(R2, -2),
                        mov(R3, R7),
                        mov(R4, 4),
                        mov(R5, R7));
        };
    }

    Function with(List<Step> other) {
        return new Function(name, kind, other);
    }
}
