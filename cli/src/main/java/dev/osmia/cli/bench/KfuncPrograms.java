package dev.osmia.cli.bench;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.add32;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.callKfunc;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.jump;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadMapValue;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.mov32;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.WORD;
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

import dev.osmia.program.External;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The program of a case. R7 sums up what operations return and what words they see; it is the verdict. Nothing is left to a C compiler, so
 * that every program has the same shape.
 */
public final class KfuncPrograms {
    /** A map with one value: the memory of local dynptrs, and behind that what copies go to. */
    static final MapSpec AREA = MapSpec.of("area", MapType.ARRAY, 4, 2 * KfuncCase.AREA, 1);

    private static final int DYNPTR_FROM_MEM = 197;
    private static final int DYNPTR_READ = 201;
    private static final int DYNPTR_WRITE = 202;

    /** Of the stack. */
    private static final int DYNPTR = -16;

    private static final int SECOND_DYNPTR = -32;
    private static final int BUFFER = SECOND_DYNPTR - KfuncCase.AREA;

    /** The kfuncs, by their index among the externs. */
    private static final int SLICE = 0;

    private static final int SLICE_RDWR = 1;
    private static final int CLONE = 2;
    private static final int ADJUST = 3;
    private static final int SIZE = 4;
    private static final int COPY = 5;
    private static final int FROM_CONTEXT = 6;

    private final KfuncCase one;
    private final List<Line> lines = new ArrayList<>();

    private KfuncPrograms(KfuncCase one) {
        this.one = one;
    }

    /** The program of a case. */
    public static Program of(KfuncCase one) {
        return new KfuncPrograms(one).program(one.repeats());
    }

    /** A program of the case's type that does nothing. */
    public static Program empty(ProgramType type) {
        return Program.of("empty", type, Assembly.program(mov(R0, 0), exit()));
    }

    private Program program(int repeats) {
        lines.add(mov(R6, R1));
        lines.add(loadMapValue(R8, 0, 0));
        create();
        for (int i = 0; i < repeats; i++) {
            operate(i);
        }
        lines.add(mov32(R0, R7));
        lines.add(exit());
        return Program.of("kfunc", one.memory().programType(), Assembly.program(lines))
                .withMaps(List.of(AREA))
                .withExternals(externals());
    }

    private List<External> externals() {
        var constructor = switch (one.memory()) {
            case SKB_META -> "bpf_dynptr_from_skb_meta";
            case SKB -> "bpf_dynptr_from_skb";
            case XDP, LOCAL -> "bpf_dynptr_from_xdp";
        };
        return List.of(
                        "bpf_dynptr_slice",
                        "bpf_dynptr_slice_rdwr",
                        "bpf_dynptr_clone",
                        "bpf_dynptr_adjust",
                        "bpf_dynptr_size",
                        "bpf_dynptr_copy",
                        constructor)
                .stream()
                .map(name -> new External(name, true, false, OptionalInt.empty()))
                .toList();
    }

    private void create() {
        if (one.memory() == KfuncCase.Memory.LOCAL) {
            createOverValue(0, DYNPTR);
        } else {
            lines.add(mov(R1, R6));
            lines.add(mov(R2, 0));
            lines.add(stack(R3, DYNPTR));
            lines.add(callKfunc(FROM_CONTEXT));
        }
        lines.add(mov32(R7, R0));
        if (one.operation() == KfuncCase.Operation.COPY) {
            createOverValue(KfuncCase.AREA, SECOND_DYNPTR);
            lines.add(add32(R7, R0));
        }
    }

    private void createOverValue(int start, int dynptr) {
        lines.add(mov(R1, R8));
        lines.add(add(R1, start));
        lines.add(mov(R2, KfuncCase.AREA));
        lines.add(mov(R3, 0));
        lines.add(stack(R4, dynptr));
        lines.add(callHelper(DYNPTR_FROM_MEM));
    }

    private static Line stack(Register register, int offset) {
        return block(mov(register, R10), add(register, offset));
    }

    private void operate(int i) {
        switch (one.operation()) {
            case READ -> read(i);
            case WRITE -> write(i);
            case SLICE -> slice(i);
            case SLICE_RDWR -> sliceToWrite(i);
            case CLONE_ADJUST -> cloneAndAdjust(i);
            case COPY -> copy(i);
        }
    }

    private void read(int i) {
        lines.add(stack(R1, BUFFER));
        lines.add(mov(R2, one.bytes()));
        lines.add(stack(R3, DYNPTR));
        lines.add(mov(R4, one.offset(i)));
        lines.add(mov(R5, 0));
        lines.add(callHelper(DYNPTR_READ));
        lines.add(add32(R7, R0));
        see(R10, BUFFER);
    }

    private void see(Register base, int offset) {
        for (int word : one.words()) {
            lines.add(load(WORD, R1, base, offset + word));
            lines.add(add32(R7, R1));
        }
    }

    private void fill(Register base, int offset) {
        for (int word : one.words()) {
            lines.add(mov32(R2, R7));
            lines.add(add32(R2, word));
            lines.add(store(WORD, base, offset + word, R2));
        }
    }

    private void write(int i) {
        if (i == 0 && one.bytes() > one.words().size() * Integer.BYTES) {
            clearBuffer();
        }
        fill(R10, BUFFER);
        lines.add(stack(R1, DYNPTR));
        lines.add(mov(R2, one.offset(i)));
        lines.add(stack(R3, BUFFER));
        lines.add(mov(R4, one.bytes()));
        lines.add(mov(R5, 0));
        lines.add(callHelper(DYNPTR_WRITE));
        lines.add(add32(R7, R0));
        lines.add(add32(R7, 1));
    }

    private void clearBuffer() {
        for (int at = 0; at < one.bytes(); at += Integer.BYTES) {
            lines.add(store(WORD, R10, BUFFER + at, 0));
        }
    }

    private void slice(int i) {
        lines.add(sliceCall(i, SLICE));
        lines.add(ifEqual(R0, 0, "none" + i));
        see(R0, 0);
        lines.add(jump("next" + i));
        lines.add(label("none" + i));
        lines.add(add32(R7, 1));
        lines.add(label("next" + i));
    }

    private void sliceToWrite(int i) {
        lines.add(add32(R7, 1));
        lines.add(sliceCall(i, SLICE_RDWR));
        lines.add(ifEqual(R0, 0, "next" + i));
        fill(R0, 0);
        lines.add(label("next" + i));
    }

    private Line sliceCall(int i, int kfunc) {
        return block(stack(R1, DYNPTR), mov(R2, one.offset(i)), mov(R3, 0), mov(R4, one.bytes()), callKfunc(kfunc));
    }

    private void cloneAndAdjust(int i) {
        lines.add(stack(R1, DYNPTR));
        lines.add(stack(R2, SECOND_DYNPTR));
        lines.add(callKfunc(CLONE));
        lines.add(add32(R7, R0));
        lines.add(stack(R1, SECOND_DYNPTR));
        lines.add(mov(R2, one.offset(i)));
        lines.add(mov(R3, one.offset(i) + one.bytes()));
        lines.add(callKfunc(ADJUST));
        lines.add(add32(R7, R0));
        lines.add(stack(R1, SECOND_DYNPTR));
        lines.add(callKfunc(SIZE));
        lines.add(add32(R7, R0));
    }

    private void copy(int i) {
        lines.add(stack(R1, SECOND_DYNPTR));
        lines.add(mov(R2, one.offset(i)));
        lines.add(stack(R3, DYNPTR));
        lines.add(mov(R4, one.offset(i)));
        lines.add(mov(R5, one.bytes()));
        lines.add(callKfunc(COPY));
        lines.add(add32(R7, R0));
        lines.add(load(WORD, R1, R8, KfuncCase.AREA + one.offset(i)));
        lines.add(add32(R7, R1));
    }
}
