package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.call;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.ifLess;
import static dev.osmia.program.assembly.Assembly.ifNotEqual;
import static dev.osmia.program.assembly.Assembly.jump;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.mayGoto;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;
import static dev.osmia.program.instruction.Register.R6;

import dev.osmia.jit.agreement.Scope.Calls;
import dev.osmia.jit.agreement.Scope.DynptrKind;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes random programs that the kernel's verifier should accept. Between two steps all registers but R6 hold scalars, so that steps may
 * come in any order and be taken out again; pointers live inside a step, with other steps between what makes and what uses them.
 */
final class ProgramGenerator {
    /** Enclosures in each other: more would multiply the paths that the verifier walks. */
    private static final int DEEPEST = 4;

    private static final int MOST_CALLEES = 3;

    /** Steps of a program, and of one that is made quickly. */
    private static final int MOST_STEPS = 36;

    private static final int FEW_STEPS = 10;

    private final Choice choice;
    private final ScalarSteps scalarSteps;
    private final MemorySteps memorySteps;
    private final PacketSteps packetSteps;
    private final MapSteps mapSteps;
    private final DynptrSteps dynptrSteps;
    private final CallbackSteps callbackSteps;

    /** The functions made so far: those that the next one may call. */
    private final List<Function> functions = new ArrayList<>();

    private int stepsLeft;

    private ProgramGenerator(RandomGenerator random) {
        choice = new Choice(random);
        scalarSteps = new ScalarSteps(choice);
        memorySteps = new MemorySteps(choice, scalarSteps);
        packetSteps = new PacketSteps(choice, scalarSteps, this);
        mapSteps = new MapSteps(choice, scalarSteps, this);
        dynptrSteps = new DynptrSteps(choice, scalarSteps, this);
        callbackSteps = new CallbackSteps(choice, scalarSteps, this);
    }

    /** The program that these random numbers make. */
    static RandomProgram generate(RandomGenerator random) {
        return new ProgramGenerator(random).program();
    }

    private RandomProgram program() {
        var type = choice.coin() ? ProgramType.XDP : ProgramType.SCHED_CLS;
        int most = choice.oneIn(3) ? MOST_STEPS : FEW_STEPS;
        stepsLeft = most;
        int callees = Math.max(0, choice.between(-2, MOST_CALLEES));
        for (int i = 0; i < callees; i++) {
            var kind = choice.of(Function.Kind.values());
            functions.add(new Function("f" + i, kind, steps(Function.scope(type, kind), choice.between(1, 4))));
        }
        stepsLeft = Math.max(stepsLeft, most / 2);
        var main = steps(Scope.function(type, Scope.Place.MAIN, false), choice.between(3, 9));
        return new RandomProgram(type, main, functions);
    }

    /** Random steps. */
    List<Step> steps(Scope scope, int count) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < count && stepsLeft > 0; i++) {
            stepsLeft--;
            steps.add(step(scope));
        }
        return steps;
    }

    private Step step(Scope scope) {
        if (scope.dynptr() != DynptrKind.NONE && scope.call() != Calls.NONE && choice.coin()) {
            return dynptrSteps.use(scope);
        }
        if (!scope.areas().isEmpty() && choice.oneIn(2)) {
            return choice.oneIn(8) && scope.depth() < DEEPEST ? spilled(scope) : memorySteps.areaAccess(scope);
        }
        if (choice.oneIn(2) && scope.depth() < DEEPEST && scope.scalars().size() >= 5) {
            return enclosure(scope);
        }
        if (scope.call() != Calls.NONE && choice.oneIn(4)) {
            return calling(scope);
        }
        return switch (choice.below(6)) {
            case 0 -> memorySteps.stackAccess(scope);
            case 1 -> scope.hasContext() && choice.oneIn(3) ? packetSteps.field(scope) : memorySteps.stackAccess(scope);
            default -> scalarSteps.arithmetic(scope);
        };
    }

    private Step enclosure(Scope scope) {
        boolean calls = scope.call() != Calls.NONE;
        if (!scope.hasContext()) {
            return switch (choice.below(3)) {
                case 0 -> mapSteps.directValue(scope);
                case 1 -> calls ? mapSteps.lookup(scope) : conditional(scope);
                default -> conditional(scope);
            };
        }
        return switch (choice.below(10)) {
            case 0, 1 -> conditional(scope);
            case 2 -> scope.looping() || scope.saved().isEmpty() ? conditional(scope) : loop(scope);
            case 3, 4 -> packetSteps.checked(scope);
            case 5 -> mapSteps.directValue(scope);
            case 6, 7 -> calls ? mapSteps.lookup(scope) : packetSteps.checked(scope);
            default ->
                calls && scope.dynptr() == DynptrKind.NONE ? dynptrSteps.create(scope) : packetSteps.checked(scope);
        };
    }

    private Step calling(Scope scope) {
        if (!scope.hasContext()) {
            return scope.call() == Calls.ANY ? mapSteps.change(scope) : scalarSteps.arithmetic(scope);
        }
        return switch (choice.below(8)) {
            case 0 -> localCall(scope);
            case 1 -> packetSteps.copyBytes(scope);
            case 2, 3 -> scope.tc() ? packetSteps.legacyLoad(scope) : packetSteps.copyBytes(scope);
            case 6 -> callback(scope);
            case 7 ->
                scope.main() && scope.call() == Calls.ANY && scope.dynptr() == DynptrKind.NONE
                        ? callbackSteps.tailCall(scope)
                        : callback(scope);
            case 4 -> scope.call() == Calls.ANY ? mapSteps.change(scope) : localCall(scope);
            default ->
                scope.call() == Calls.ANY && !scope.tc() && scope.dynptr() == DynptrKind.NONE
                        ? packetSteps.adjust(scope)
                        : localCall(scope);
        };
    }

    private Step conditional(Scope scope) {
        var target = choice.label();
        var inner = scope.deeper();
        if (choice.coin()) {
            return new Step.Enclosure(
                    List.of(scalarSteps.jump(scope, target)),
                    steps(inner, choice.between(1, 3)),
                    List.of(label(target)));
        }
        var end = choice.label();
        var otherwise = new Step.Enclosure(
                List.of(jump(end), label(target)), steps(inner, choice.between(1, 3)), List.of(label(end)));
        var body = new ArrayList<>(steps(inner, choice.between(1, 3)));
        body.add(otherwise);
        return new Step.Enclosure(List.of(scalarSteps.jump(scope, target)), body, List.of());
    }

    /** A loop that ends: it counts in a register that its steps leave alone. */
    private Step loop(Scope scope) {
        var counter = choice.of(scope.saved());
        var inner = scope.without(counter).inLoop().deeper();
        var again = choice.label();
        var out = choice.label();
        if (choice.coin()) {
            int rounds = choice.between(1, 6);
            if (choice.coin()) {
                // Never exhausted: when may_goto gives up depends on time.
                return new Step.Enclosure(
                        List.of(mov(counter, 0), label(again), mayGoto(out)),
                        steps(inner, choice.between(1, 3)),
                        List.of(add(counter, 1), ifLess(counter, rounds, again), label(out)));
            }
            return new Step.Enclosure(
                    List.of(mov(counter, 0), label(again)),
                    steps(inner, choice.between(1, 3)),
                    List.of(add(counter, 1), ifLess(counter, rounds, again)));
        }
        return new Step.Enclosure(
                List.of(
                        scalarSteps.bounded(counter, choice.of(inner.scalars()), 7),
                        ifEqual(counter, 0, out),
                        label(again)),
                steps(inner, choice.between(1, 3)),
                List.of(add(counter, -1), ifNotEqual(counter, 0, again), label(out)));
    }

    /** A pointer lies on the stack while its register is used for something else. */
    private Step spilled(Scope scope) {
        var area = choice.of(scope.areas());
        if (scope.spilling()) {
            return memorySteps.areaAccess(scope);
        }
        return new Step.Enclosure(
                List.of(store(DOUBLE_WORD, R10, Layout.SPILL, area.base()), mov(area.base(), choice.immediate())),
                steps(scope.forgetting(area).deeper(), choice.between(1, 2)),
                List.of(load(DOUBLE_WORD, area.base(), R10, Layout.SPILL)));
    }

    private Step callback(Scope scope) {
        var callbacks = functions.stream()
                .filter(function -> function.kind().callback())
                .toList();
        return callbacks.isEmpty() || scope.looping()
                ? localCall(scope)
                : callbackSteps.loop(scope, choice.of(callbacks));
    }

    private Step localCall(Scope scope) {
        var callees = functions.stream()
                .filter(function -> !function.kind().callback())
                .filter(function -> function.kind().quiet() || scope.call() == Calls.ANY)
                .toList();
        if (callees.isEmpty() || scope.looping()) {
            return scalarSteps.arithmetic(scope);
        }
        var lines = new ArrayList<Line>();
        lines.add(mov(R1, R6));
        lines.add(block(mov(R5, R10), add(R5, -Layout.STACK_BYTES)));
        var callee = choice.of(callees).name();
        lines.add(call(callee));
        lines.add(restoreArguments(scope));
        return new Step.LocalCall(callee, lines);
    }

    /** Makes scalars of the registers that a call clobbered. */
    Line restoreArguments(Scope scope) {
        var lines = new ArrayList<Line>();
        for (var register : List.of(R1, R2, R3, R4, R5)) {
            lines.add(
                    scope.saved().isEmpty() || choice.coin()
                            ? mov(register, choice.immediate())
                            : mov(register, choice.of(scope.saved())));
        }
        return block(lines);
    }
}
