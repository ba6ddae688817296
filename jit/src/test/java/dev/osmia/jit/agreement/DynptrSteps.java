package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.and;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.callKfunc;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.label;
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

import dev.osmia.jit.agreement.Scope.Area;
import dev.osmia.jit.agreement.Scope.Calls;
import dev.osmia.jit.agreement.Scope.DynptrKind;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.List;

/** Dynptrs over metadata, packets and map values, and what reads and writes through them. */
final class DynptrSteps {
    private static final int DYNPTR_FROM_MEM = 197;
    private static final int DYNPTR_READ = 201;
    private static final int DYNPTR_WRITE = 202;
    private static final int DYNPTR_DATA = 203;

    private final Choice choice;
    private final ScalarSteps scalars;
    private final ProgramGenerator generator;

    DynptrSteps(Choice choice, ScalarSteps scalars, ProgramGenerator generator) {
        this.choice = choice;
        this.scalars = scalars;
        this.generator = generator;
    }

    /** Makes a dynptr and works with it. */
    Step create(Scope scope) {
        var values = scope.areas().stream()
                .filter(area -> area.kind() == Area.Kind.MAP_VALUE)
                .toList();
        if (!values.isEmpty() && choice.coin()) {
            return over(scope, DynptrKind.MEMORY, fromValue(choice.of(values)));
        }
        if (scope.tc() && !choice.oneIn(4)) {
            return over(scope, DynptrKind.METADATA, fromContext(Layout.FROM_METADATA));
        }
        return over(scope, DynptrKind.PACKET, fromContext(Layout.FROM_PACKET));
    }

    private Step over(Scope scope, DynptrKind kind, Line create) {
        var body = generator.steps(scope.withDynptr(kind).deeper(), choice.between(2, 6));
        return new Step.Enclosure(List.of(create, generator.restoreArguments(scope)), body, List.of());
    }

    private Line fromContext(int kfunc) {
        int flags = choice.oneIn(12) ? 1 : 0;
        return block(mov(R1, R6), mov(R2, flags), addressOf(R3, Layout.DYNPTR), callKfunc(kfunc));
    }

    private Line fromValue(Area value) {
        return block(
                mov(R1, value.base()),
                mov(R2, choice.between(1, value.bytes())),
                mov(R3, 0),
                addressOf(R4, Layout.DYNPTR),
                callHelper(DYNPTR_FROM_MEM));
    }

    private static Line addressOf(Register register, int stackOffset) {
        return block(mov(register, R10), add(register, stackOffset));
    }

    /** Something done with the dynptr that there is. */
    Step use(Scope scope) {
        boolean mayWrite = scope.call() == Calls.ANY || scope.dynptr() == DynptrKind.MEMORY;
        return switch (choice.below(12)) {
            case 0, 1 -> read(scope);
            case 2, 3 -> mayWrite ? write(scope) : read(scope);
            case 4, 5 -> property(scope);
            case 6 -> duplicate(scope);
            case 7 -> mayWrite ? copyOrFill(scope) : property(scope);
            default -> slice(scope);
        };
    }

    /** The address of the dynptr, or of its clone. */
    private Line dynptr(Register register, Scope scope) {
        return addressOf(register, scope.cloned() && choice.coin() ? Layout.CLONE : Layout.DYNPTR);
    }

    private Step duplicate(Scope scope) {
        var before = List.of(addressOf(R1, Layout.DYNPTR), addressOf(R2, Layout.CLONE), callKfunc(Layout.DUPLICATE));
        var lines = new ArrayList<Line>(before);
        lines.add(generator.restoreArguments(scope));
        return new Step.Enclosure(lines, generator.steps(scope.withClone().deeper(), choice.between(1, 4)), List.of());
    }

    private Step copyOrFill(Scope scope) {
        var lines = new ArrayList<Line>();
        lines.add(offset(R2, scope));
        if (choice.coin()) {
            lines.add(offset(R4, unset(scope, R2)));
            lines.add(length(R5, unset(scope, R2, R4)));
            lines.add(dynptr(R1, scope));
            lines.add(dynptr(R3, scope));
            lines.add(callKfunc(Layout.COPY));
        } else {
            lines.add(length(R3, unset(scope, R2)));
            lines.add(mov(R4, choice.immediate()));
            lines.add(dynptr(R1, scope));
            lines.add(callKfunc(Layout.FILL));
        }
        lines.add(generator.restoreArguments(scope));
        return new Step.Plain(lines);
    }

    private Line offset(Register register, Scope scope) {
        return switch (choice.below(5)) {
            case 0 -> mov(register, choice.of(scope.scalars()));
            case 1, 2 -> scalars.bounded(register, choice.of(scope.scalars()), choice.coin() ? 3 : 15);
            case 3 -> mov(register, choice.of(List.of(-1, 1 << 24, Integer.MIN_VALUE, 255)));
            default -> mov(register, choice.below(12));
        };
    }

    /** Scalars survive in these until the arguments are set. */
    private static Scope unset(Scope scope, Register... arguments) {
        var rest = scope;
        for (var argument : arguments) {
            rest = rest.without(argument);
        }
        return rest;
    }

    private Line length(Register register, Scope scope) {
        return choice.oneIn(3)
                ? scalars.bounded(register, choice.of(scope.scalars()), 15)
                : mov(register, choice.oneIn(4) ? choice.of(List.of(0, 3, 5, 31)) : choice.of(List.of(4, 8, 16, 32)));
    }

    private Step read(Scope scope) {
        var lines = new ArrayList<Line>();
        lines.add(offset(R4, scope));
        lines.add(length(R2, unset(scope, R4)));
        lines.add(addressOf(R1, Layout.BUFFER));
        lines.add(dynptr(R3, scope));
        lines.add(mov(R5, choice.oneIn(12) ? 1 : 0));
        lines.add(callHelper(DYNPTR_READ));
        lines.add(generator.restoreArguments(scope));
        lines.add(load(scope));
        return new Step.Plain(lines);
    }

    private Line load(Scope scope) {
        var size = choice.size();
        int offset = Layout.BUFFER + choice.below(Layout.BUFFER_BYTES / size.bytes()) * size.bytes();
        return Assembly.load(size, choice.of(scope.scalars()), R10, offset);
    }

    private Step write(Scope scope) {
        var lines = new ArrayList<Line>();
        lines.add(store(DOUBLE_WORD, R10, Layout.BUFFER, choice.of(scope.scalars())));
        lines.add(offset(R2, scope));
        lines.add(length(R4, unset(scope, R2)));
        lines.add(dynptr(R1, scope));
        lines.add(addressOf(R3, Layout.BUFFER));
        lines.add(mov(R5, choice.oneIn(8) ? choice.of(List.of(1, 2, 4)) : 0));
        lines.add(callHelper(DYNPTR_WRITE));
        lines.add(generator.restoreArguments(scope));
        return new Step.Plain(lines);
    }

    private Step property(Scope scope) {
        var call = switch (choice.below(4)) {
            case 0 -> callKfunc(Layout.SIZE);
            // Of a bool, C gives eight bits and leaves the others as they happen to be.
            case 3 -> block(callKfunc(Layout.IS_NULL), and(R0, 0xff));
            case 1 -> block(callKfunc(Layout.IS_READ_ONLY), and(R0, 0xff));
            default -> callKfunc(Layout.ADJUST);
        };
        return new Step.Plain(
                scalars.bounded(R2, choice.of(scope.scalars()), 7),
                choice.coin() ? block(mov(R3, R2), add(R3, choice.below(8))) : mov(R3, choice.between(0, 32)),
                dynptr(R1, scope),
                call,
                generator.restoreArguments(scope));
    }

    private Step slice(Scope scope) {
        var pointer = scope.saved().isEmpty() ? R0 : choice.of(scope.saved());
        int bytes = choice.oneIn(3) ? choice.between(1, Layout.BUFFER_BYTES) : choice.of(List.of(4, 8, 16));
        boolean data = scope.dynptr() == DynptrKind.MEMORY && choice.coin();
        boolean writes = data || choice.coin();
        var out = choice.label();
        var before = new ArrayList<Line>();
        before.add(offset(R2, scope));
        if (data) {
            before.add(mov(R3, bytes));
        } else {
            before.add(choice.coin() ? mov(R3, 0) : addressOf(R3, Layout.BUFFER));
            before.add(mov(R4, bytes));
        }
        before.add(dynptr(R1, scope));
        before.add(data ? callHelper(DYNPTR_DATA) : callKfunc(writes ? Layout.SLICE_TO_WRITE : Layout.SLICE));
        before.add(generator.restoreArguments(scope.without(pointer)));
        before.add(mov(pointer, R0));
        before.add(ifEqual(R0, 0, out));
        if (pointer != R0) {
            before.add(mov(R0, choice.immediate()));
        }
        var area = new Area(pointer, bytes, writes, Area.Kind.SLICE);
        var body = generator.steps(scope.with(area).deeper(), choice.between(1, 3));
        return new Step.Enclosure(before, body, List.of(label(out), mov(pointer, 3), mov(R0, 4)));
    }
}
