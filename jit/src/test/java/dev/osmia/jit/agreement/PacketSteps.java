package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.ifGreater;
import static dev.osmia.program.assembly.Assembly.ifGreaterOrEqual;
import static dev.osmia.program.assembly.Assembly.ifLess;
import static dev.osmia.program.assembly.Assembly.ifLessOrEqual;
import static dev.osmia.program.assembly.Assembly.jump;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadPacket;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.assembly.Assembly.sub;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;
import static dev.osmia.program.instruction.Register.R6;

import dev.osmia.jit.agreement.Scope.Area;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.List;

/** Packets, metadata and the context's fields. */
final class PacketSteps {
    private static final int MOST_CHECKED = 40;

    /** {@code mark}, {@code priority} and {@code cb[0]} of {@code struct __sk_buff}, which tc programs may change. */
    private static final List<Integer> WRITABLE_FIELDS = List.of(8, 32, 48, 52, 56, 60, 64);

    private static final List<MemorySize> LEGACY_SIZES =
            List.of(MemorySize.BYTE, MemorySize.HALF_WORD, MemorySize.WORD);

    private static final int SKF_NET_OFF = -0x100000;
    private static final int SKF_LL_OFF = -0x200000;

    private final Choice choice;
    private final ScalarSteps scalars;
    private final ProgramGenerator generator;

    PacketSteps(Choice choice, ScalarSteps scalars, ProgramGenerator generator) {
        this.choice = choice;
        this.scalars = scalars;
        this.generator = generator;
    }

    private static int dataField(Scope scope) {
        return scope.tc() ? 76 : 0;
    }

    private static int dataEndField(Scope scope) {
        return scope.tc() ? 80 : 4;
    }

    private static int dataMetaField(Scope scope) {
        return scope.tc() ? 140 : 8;
    }

    /** Accesses behind a bounds check of the packet or its metadata. */
    Step checked(Scope scope) {
        boolean metadata = choice.oneIn(3);
        int bytes = choice.between(1, metadata ? 16 : MOST_CHECKED);
        var pointer = choice.of(scope.saved().isEmpty() ? scope.scalars() : scope.saved());
        var free = scope.without(pointer);
        var end = choice.of(free.scalars());
        var probe = choice.of(free.without(end).scalars());
        var out = choice.label();
        var before = new ArrayList<Line>();
        before.add(load(WORD, pointer, R6, metadata ? dataMetaField(scope) : dataField(scope)));
        before.add(load(WORD, end, R6, metadata ? dataField(scope) : dataEndField(scope)));
        before.addAll(advance(pointer, probe, free.without(end).without(probe), metadata));
        before.add(mov(probe, pointer));
        before.add(add(probe, bytes));
        before.add(leaveBeyond(probe, end, out));
        before.add(mov(end, choice.immediate()));
        before.add(mov(probe, choice.immediate()));
        var area = new Area(pointer, bytes, true, Area.Kind.PACKET);
        var body = generator.steps(scope.with(area).deeper(), choice.between(1, 3));
        var scalar = choice.immediate();
        return new Step.Enclosure(
                before, body, List.of(label(out), mov(pointer, scalar), mov(end, scalar), mov(probe, scalar)));
    }

    private List<Line> advance(Register pointer, Register probe, Scope others, boolean metadata) {
        return switch (choice.below(4)) {
            case 0 -> List.of(add(pointer, choice.below(metadata ? 4 : 20)));
            case 1 ->
                List.of(scalars.bounded(probe, choice.of(others.scalars()), metadata ? 3 : 31), add(pointer, probe));
            default -> List.of();
        };
    }

    private Line leaveBeyond(Register probe, Register end, String out) {
        var in = choice.label();
        return switch (choice.below(5)) {
            case 0 -> ifLess(end, probe, out);
            case 1 -> block(ifLessOrEqual(probe, end, in), jump(out), label(in));
            case 2 -> block(ifGreaterOrEqual(end, probe, in), jump(out), label(in));
            case 3 -> ifGreaterOrEqual(probe, end, out);
            default -> ifGreater(probe, end, out);
        };
    }

    /** The packet's length as the difference of two pointers, or a field of the context. */
    Step field(Scope scope) {
        var register = choice.of(scope.scalars());
        if (scope.tc() && choice.oneIn(3)) {
            return new Step.Plain(store(WORD, R6, choice.of(WRITABLE_FIELDS), register));
        } else if (scope.tc() && choice.coin()) {
            return new Step.Plain(load(WORD, register, R6, choice.oneIn(3) ? 0 : choice.of(WRITABLE_FIELDS)));
        }
        var other = choice.of(scope.without(register).scalars());
        return new Step.Plain(
                load(WORD, register, R6, dataEndField(scope)),
                load(WORD, other, R6, choice.coin() ? dataField(scope) : dataMetaField(scope)),
                sub(register, other),
                mov(other, choice.immediate()));
    }

    /** A legacy load, which ends the program where it is out of bounds. */
    Step legacyLoad(Scope scope) {
        var size = choice.of(LEGACY_SIZES);
        int offset = switch (choice.below(12)) {
            case 0 -> choice.immediate();
            case 1 -> SKF_NET_OFF + choice.below(32);
            case 2 -> SKF_LL_OFF + choice.below(48);
            default -> choice.below(16);
        };
        var load = choice.coin()
                ? loadPacket(size, offset)
                : block(
                        scalars.bounded(R2, choice.of(scope.scalars()), choice.oneIn(6) ? 127 : 7),
                        loadPacket(size, R2, offset));
        return new Step.Plain(block(load), generator.restoreArguments(scope));
    }

    /** Moves an end of an XDP packet, or the start of its metadata. */
    Step adjust(Scope scope) {
        int helper = choice.of(List.of(44, 54, 65));
        var delta = choice.coin()
                ? mov(R2, choice.between(-20, 20) & (helper == 54 ? -4 : -1))
                : block(scalars.bounded(R2, choice.of(scope.scalars()), 15), choice.coin() ? sub(R2, 8) : mov(R1, 0));
        return new Step.Plain(delta, mov(R1, R6), callHelper(helper), generator.restoreArguments(scope));
    }

    /** Copies bytes of the packet to the stack, or back. */
    Step copyBytes(Scope scope) {
        boolean out = scope.call() == Scope.Calls.ANY && choice.coin();
        int helper = scope.tc() ? (out ? 9 : 26) : (out ? 190 : 189);
        var lines = new ArrayList<Line>();
        lines.add(scalars.bounded(R2, choice.of(scope.scalars()), choice.oneIn(5) ? 255 : 15));
        lines.add(
                choice.coin()
                        ? mov(R4, choice.between(1, Layout.BUFFER_BYTES))
                        : block(
                                scalars.bounded(
                                        R4, choice.of(scope.saved().isEmpty() ? List.of(R2) : scope.saved()), 15),
                                add(R4, 1)));
        lines.addAll(List.of(mov(R1, R6), mov(R3, Register.R10), add(R3, Layout.BUFFER), mov(R5, 0)));
        lines.add(callHelper(helper));
        lines.add(generator.restoreArguments(scope));
        return new Step.Plain(lines);
    }
}
