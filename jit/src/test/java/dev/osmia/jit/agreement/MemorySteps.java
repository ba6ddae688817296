package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.and;
import static dev.osmia.program.assembly.Assembly.atomic;
import static dev.osmia.program.assembly.Assembly.atomicFetch;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadAcquire;
import static dev.osmia.program.assembly.Assembly.loadSigned;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.mov32;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.assembly.Assembly.storeRelease;

import dev.osmia.jit.agreement.Scope.Area;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Register;
import java.util.List;

/** Loads, stores and atomics on the stack and on what registers point at. */
final class MemorySteps {
    private final Choice choice;
    private final ScalarSteps scalars;

    MemorySteps(Choice choice, ScalarSteps scalars) {
        this.choice = choice;
        this.scalars = scalars;
    }

    /** An access of the frame's own stack. */
    Step stackAccess(Scope scope) {
        var frame = new Area(Register.R10, Layout.STACK_BYTES, true, Area.Kind.STACK);
        if (scope.scalars().size() > 2 && choice.oneIn(4)) {
            return variableAccess(scope, frame, -Layout.STACK_BYTES);
        }
        return access(scope, frame, -Layout.STACK_BYTES);
    }

    /** An access of memory that a register points at. */
    Step areaAccess(Scope scope) {
        var area = choice.of(scope.areas());
        // A packet pointer that moved by an unknown number needs a bounds check of its own.
        if (area.kind() != Area.Kind.PACKET && scope.scalars().size() > 2 && choice.oneIn(4)) {
            return variableAccess(scope, area, 0);
        }
        return access(scope, area, 0);
    }

    private Step access(Scope scope, Area area, int start) {
        if (area.atomic() && choice.oneIn(3)) {
            return atomicAccess(scope, area, start);
        }
        var size = choice.sizeWithin(area.bytes());
        int step = area.aligned() ? size.bytes() : 1;
        int offset = start + choice.below((area.bytes() - size.bytes()) / step + 1) * step;
        return new Step.Plain(plainAccess(scope, area, size, area.base(), offset));
    }

    private Line plainAccess(Scope scope, Area area, MemorySize size, Register base, int offset) {
        var register = choice.of(scope.scalars());
        if (area.writable() && choice.coin()) {
            return choice.oneIn(3)
                    ? store(size, base, offset, choice.immediate())
                    : store(size, base, offset, register);
        }
        return size != MemorySize.DOUBLE_WORD && choice.oneIn(3)
                ? loadSigned(size, register, base, offset)
                : load(size, register, base, offset);
    }

    private Step atomicAccess(Scope scope, Area area, int start) {
        var wide = choice.coin();
        var size = wide ? MemorySize.DOUBLE_WORD : MemorySize.WORD;
        int offset = start + choice.below(area.bytes() / size.bytes()) * size.bytes();
        var register = choice.of(scope.scalars());
        var base = area.base();
        if (!area.writable() || choice.oneIn(4)) {
            return new Step.Plain(loadAcquire(size, register, base, offset));
        } else if (choice.oneIn(3)) {
            return new Step.Plain(storeRelease(size, base, offset, register));
        }
        var op = choice.of(AtomicOp.values());
        if (op == AtomicOp.CMPXCHG && !scope.scalars().contains(Register.R0)) {
            op = AtomicOp.XCHG;
        }
        if (op == AtomicOp.CMPXCHG && !wide) {
            // Where paths meet, the kernel sometimes leaves R0's upper half as it was; the instruction set says that it
            // is zero.
            return new Step.Plain(atomicFetch(op, size, base, offset, register), mov32(Register.R0, Register.R0));
        }
        return new Step.Plain(
                op.alwaysFetches() || choice.coin()
                        ? atomicFetch(op, size, base, offset, register)
                        : atomic(op, size, base, offset, register));
    }

    /** An access at an offset that is known to the program alone: a pointer is made in a register, and is a scalar again afterwards. */
    private Step variableAccess(Scope scope, Area area, int start) {
        var pointer = choice.of(scope.scalars());
        var inner = scope.without(pointer);
        var size = choice.sizeWithin(Math.max(1, area.bytes() / 2));
        int room = area.bytes() - size.bytes();
        int reach = Math.min(room, 63);
        int most = reach == 0 ? 0 : Integer.highestOneBit(reach + 1) - 1;
        int fixed = start + choice.below((room - most) / size.bytes() + 1) * size.bytes();
        var lines = List.of(
                scalars.bounded(pointer, choice.of(inner.scalars()), most),
                area.aligned() ? and(pointer, -size.bytes()) : mov(pointer, pointer),
                add(pointer, area.base()));
        boolean inPointer = choice.coin();
        return new Step.Plain(
                lines.get(0),
                lines.get(1),
                lines.get(2),
                add(pointer, inPointer ? fixed : 0),
                plainAccess(inner, area, size, pointer, inPointer ? 0 : fixed),
                mov(pointer, choice.immediate()));
    }
}
