package dev.osmia.runtime.interpreter;

import dev.osmia.program.Program;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramBinding;
import dev.osmia.runtime.ProgramFault;
import dev.osmia.runtime.memory.Pointer;

/**
 * Runs a program step by step. Each instruction is decoded once into a step that has everything resolved, so that running is one call
 * a step; memory is always reached through the region table. It needs no verdict: what a program does wrong ends in a
 * {@link ProgramFault}.
 */
public final class Interpreter implements Executable {
    private static final int FRAME_POINTER = Register.FRAME_POINTER.number();

    /** Steps that call each other: as many as the JVM inlines, and few enough to need little stack. */
    private static final int LONGEST_SEQUENCE = 8;

    private final Program program;
    private final Step[] steps;

    private Interpreter(ProgramBinding binding) {
        program = binding.program();
        var code = program.code();
        steps = new Step[code.slots()];
        var following = new int[steps.length + 1];
        for (int slot = steps.length - 1; slot >= 0; slot--) {
            if (code.startsAt(slot)) {
                int next = code.next(slot);
                boolean goesOn = next < steps.length && following[next] < LONGEST_SEQUENCE;
                following[slot] = goesOn ? following[next] + 1 : 0;
                var rest = goesOn ? steps[next] : (Step) (registers, context) -> next;
                steps[slot] = code.at(slot).accept(new StepBuilder(binding, this, slot, rest));
            }
        }
    }

    /** Decodes a bound program. */
    public static Interpreter of(ProgramBinding binding) {
        return new Interpreter(binding);
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public long run(ExecutionContext context) {
        context.programType(program.type());
        long framePointer = ExecutionContext.mainFramePointer();
        var registers = context.registers(framePointer);
        registers[1] = Pointer.of(Pointer.CONTEXT, 0);
        return run(0, framePointer, registers, context);
    }

    @Override
    public long callback(
            ExecutionContext context, int subprogram, long framePointer, long r1, long r2, long r3, long r4, long r5) {
        var registers = context.registers(framePointer);
        registers[1] = r1;
        registers[2] = r2;
        registers[3] = r3;
        registers[4] = r4;
        registers[5] = r5;
        return run(program.subprograms().get(subprogram).start(), framePointer, registers, context);
    }

    /** Runs the function that starts at the slot with arguments copied from its caller's registers. */
    long call(int slot, long[] caller, ExecutionContext context) {
        long framePointer = caller[FRAME_POINTER] + ExecutionContext.FRAME_BYTES;
        var registers = context.registers(framePointer);
        System.arraycopy(caller, 1, registers, 1, 5);
        return run(slot, framePointer, registers, context);
    }

    private long run(int start, long framePointer, long[] registers, ExecutionContext context) {
        registers[FRAME_POINTER] = framePointer;
        registers[Step.PLACE] = start;
        int slot = start;
        try {
            do {
                slot = steps[slot].run(registers, context);
            } while (slot >= 0);
            return registers[0];
        } catch (IndexOutOfBoundsException | IllegalStateException | UnsupportedOperationException outside) {
            throw ProgramFault.at(program, (int) registers[Step.PLACE], outside);
        }
    }
}
