package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.ifNotEqual;
import static dev.osmia.program.assembly.Assembly.jump;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.loadMap;
import static dev.osmia.program.assembly.Assembly.loadMapValue;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;

import dev.osmia.jit.agreement.Scope.Area;
import dev.osmia.program.assembly.Line;
import java.util.ArrayList;
import java.util.List;

/** Lookups, updates and removals. */
final class MapSteps {
    private static final int MAP_LOOKUP_ELEM = 1;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int MAP_DELETE_ELEM = 3;

    private final Choice choice;
    private final ScalarSteps scalars;
    private final ProgramGenerator generator;

    MapSteps(Choice choice, ScalarSteps scalars, ProgramGenerator generator) {
        this.choice = choice;
        this.scalars = scalars;
        this.generator = generator;
    }

    private int map() {
        return choice.coin() ? Layout.ARRAY : Layout.HASH;
    }

    private static int valueBytes(int map) {
        return map == Layout.ARRAY ? Layout.ARRAY_VALUE_BYTES : Layout.HASH_VALUE_BYTES;
    }

    /** The key on the stack, then the map in R1 and the key's address in R2. */
    private Line mapAndKey(Scope scope, int map) {
        var key = choice.oneIn(3)
                ? store(WORD, R10, Layout.KEY, choice.below(Layout.ARRAY_ENTRIES + 1))
                : block(scalars.bounded(R1, choice.of(scope.scalars()), 7), store(WORD, R10, Layout.KEY, R1));
        return block(key, loadMap(R1, map), mov(R2, R10), add(R2, Layout.KEY));
    }

    /** Accesses of a value behind a null check. */
    Step lookup(Scope scope) {
        var pointer = scope.saved().isEmpty() ? R0 : choice.of(scope.saved());
        int map = map();
        var out = choice.label();
        var in = choice.label();
        var before = new ArrayList<Line>();
        before.add(mapAndKey(scope, map));
        before.add(callHelper(MAP_LOOKUP_ELEM));
        before.add(generator.restoreArguments(scope.without(pointer)));
        before.add(mov(pointer, R0));
        before.add(choice.coin() ? ifEqual(R0, 0, out) : block(ifNotEqual(R0, 0, in), jump(out), label(in)));
        var area = new Area(pointer, valueBytes(map), true, Area.Kind.MAP_VALUE);
        if (pointer != R0) {
            before.add(mov(R0, choice.immediate()));
        }
        var body = generator.steps(scope.with(area).deeper(), choice.between(1, 3));
        return new Step.Enclosure(
                before, body, List.of(mov(pointer, choice.immediate()), label(out), mov(pointer, 1), mov(R0, 2)));
    }

    /** Accesses of the one value of a map whose address the program knows. */
    Step directValue(Scope scope) {
        var pointer = choice.of(scope.saved().isEmpty() ? scope.scalars() : scope.saved());
        int offset = choice.below(5) * 8;
        var area = new Area(pointer, 64 - offset, true, Area.Kind.MAP_VALUE);
        return new Step.Enclosure(
                List.of(loadMapValue(pointer, Layout.INPUT, offset)),
                generator.steps(scope.with(area).deeper(), choice.between(1, 3)),
                List.of(mov(pointer, choice.immediate())));
    }

    /** Stores or removes a value. */
    Step change(Scope scope) {
        int map = map();
        var lines = new ArrayList<Line>();
        lines.add(store(DOUBLE_WORD, R10, Layout.BUFFER, choice.of(scope.scalars())));
        lines.add(store(DOUBLE_WORD, R10, Layout.BUFFER + 8, choice.of(scope.scalars())));
        boolean removes = choice.oneIn(4);
        // The buffer is shorter than an array's value.
        var target = removes ? map : Layout.HASH;
        lines.add(mapAndKey(scope, target));
        if (!removes) {
            lines.addAll(List.of(mov(R3, R10), add(R3, Layout.BUFFER)));
            lines.add(
                    choice.oneIn(6)
                            ? scalars.bounded(R4, choice.of(scope.saved().isEmpty() ? List.of(R0) : scope.saved()), 3)
                            : mov(R4, choice.below(4)));
        }
        lines.add(callHelper(removes ? MAP_DELETE_ELEM : MAP_UPDATE_ELEM));
        lines.add(generator.restoreArguments(scope));
        return new Step.Plain(lines);
    }
}
