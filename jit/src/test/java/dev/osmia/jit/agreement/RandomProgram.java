package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.and;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadMapValue;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;
import static dev.osmia.program.instruction.Register.R6;
import static dev.osmia.program.instruction.Register.R7;
import static dev.osmia.program.instruction.Register.R8;
import static dev.osmia.program.instruction.Register.R9;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/** A program as it was generated: between its steps everything that it computed is in registers and on the stack. */
record RandomProgram(ProgramType type, List<Step> main, List<Function> functions) {
    private static final List<Register> SCALARS = List.of(R0, R1, R2, R3, R4, R5, R7, R8, R9);

    RandomProgram {
        main = List.copyOf(main);
        functions = List.copyOf(functions);
    }

    /** The linked program. It leaves its registers and its stack in a map, so that all of them can be compared. */
    Program program() {
        var lines = new ArrayList<Line>();
        lines.add(mov(R6, R1));
        lines.add(loadMapValue(R9, Layout.INPUT, 0));
        for (int i = 0; i < 5; i++) {
            lines.add(load(DOUBLE_WORD, Register.of(i).orElseThrow(), R9, 8 * i));
        }
        lines.add(load(DOUBLE_WORD, R7, R9, 40));
        lines.add(load(DOUBLE_WORD, R8, R9, 48));
        lines.add(load(DOUBLE_WORD, R9, R9, 56));
        lines.add(mov(R5, R8));
        initialiseStack(lines, List.of(R0, R7, R1));
        main.forEach(step -> step.addTo(lines));
        leaveResults(lines);
        lines.add(exit());
        called().forEach(function -> addFunction(lines, function));
        return Programs.of("random", type, Assembly.program(lines))
                .withMaps(Layout.MAPS)
                .withExternals(Layout.externals(type));
    }

    /** The functions that are called; functions call only those before them. */
    private List<Function> called() {
        var names = new HashSet<String>();
        main.forEach(step -> step.addCallees(names));
        var called = new ArrayList<Function>();
        for (int i = functions.size() - 1; i >= 0; i--) {
            var function = functions.get(i);
            if (names.contains(function.name())) {
                called.add(function);
                function.steps().forEach(step -> step.addCallees(names));
            }
        }
        return called;
    }

    private static void addFunction(List<Line> lines, Function function) {
        lines.add(label(function.name()));
        lines.addAll(function.begin());
        initialiseStack(lines, List.of(R7, R4));
        function.steps().forEach(step -> step.addTo(lines));
        if (function.kind().callback()) {
            // 1 ends the loop.
            lines.add(and(R0, 1));
        }
        lines.add(exit());
    }

    private static void initialiseStack(List<Line> lines, List<Register> scalars) {
        for (int i = 1; i <= Layout.STACK_BYTES / 8; i++) {
            lines.add(
                    i % 3 == 0
                            ? store(DOUBLE_WORD, R10, -8 * i, -i)
                            : store(DOUBLE_WORD, R10, -8 * i, scalars.get(i % scalars.size())));
        }
        lines.add(store(DOUBLE_WORD, R10, Layout.KEY, 0));
        for (int offset = 0; offset < Layout.BUFFER_BYTES; offset += 8) {
            lines.add(store(DOUBLE_WORD, R10, Layout.BUFFER + offset, offset));
        }
    }

    private static void leaveResults(List<Line> lines) {
        lines.add(store(DOUBLE_WORD, R10, Layout.BUFFER, R0));
        lines.add(loadMapValue(R6, Layout.RESULTS, 0));
        for (int i = 0; i < SCALARS.size(); i++) {
            lines.add(store(DOUBLE_WORD, R6, 8 * i, SCALARS.get(i)));
        }
        for (int offset = 0; offset < Layout.STACK_BYTES; offset += 8) {
            lines.add(load(DOUBLE_WORD, R1, R10, offset - Layout.STACK_BYTES));
            lines.add(store(DOUBLE_WORD, R6, 72 + offset, R1));
        }
        lines.add(add(R0, R7));
    }

    /** The program with as few steps as still fail; programs that cannot be assembled do not fail. */
    RandomProgram shrink(Predicate<RandomProgram> fails) {
        var smallest = this;
        for (int i = 0; i < functions.size(); i++) {
            var current = smallest;
            int index = i;
            var steps = Step.shrinkAll(
                    functions.get(i).steps(), rest -> failsAssembled(current.withFunction(index, rest), fails));
            smallest = current.withFunction(index, steps);
        }
        var current = smallest;
        var steps = Step.shrinkAll(main, rest -> failsAssembled(current.withMain(rest), fails));
        return current.withMain(steps);
    }

    private RandomProgram withMain(List<Step> steps) {
        return new RandomProgram(type, steps, functions);
    }

    private RandomProgram withFunction(int index, List<Step> steps) {
        var changed = new ArrayList<>(functions);
        changed.set(index, functions.get(index).with(steps));
        return new RandomProgram(type, main, changed);
    }

    private static boolean failsAssembled(RandomProgram candidate, Predicate<RandomProgram> fails) {
        try {
            candidate.program();
        } catch (IllegalArgumentException missingLabel) {
            return false;
        }
        return fails.test(candidate);
    }
}
