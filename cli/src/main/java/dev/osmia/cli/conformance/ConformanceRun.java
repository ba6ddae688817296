package dev.osmia.cli.conformance;

import static dev.osmia.program.assembly.Assembly.*;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;

import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.jit.BpfProgram;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.runtime.interpreter.Interpreter;
import dev.osmia.runtime.memory.BufferRegion;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a program as the bpf_conformance suite asks: R1 points to memory, R2 is its length, R0 is the result.
 *
 * <p>The interpreter runs any program, verified or not, since every access is checked. The other engines run what a verifier accepts,
 * and so the program becomes an XDP program whose packet is the memory: instructions in front of it load R1 and R2 and prove to the
 * verifier how long the packet is.
 */
public final class ConformanceRun {
    private static final String NAME = "conformance";

    /** The shortest packet that the kernel takes; the program cannot see what is behind its memory. */
    private static final int ETH_HLEN = 14;

    private static final int XDP_MD_DATA = 0;
    private static final int XDP_MD_DATA_END = 4;

    private final Environment environment = Environment.create();

    /** Runs the program; gives R0. */
    public long run(byte[] program, byte[] memory, EngineChoice engine) {
        if (program.length == 0 || program.length % RawInstruction.BYTES != 0) {
            throw new UnusableInputException("program: %d bytes, expected a multiple of the %d of an instruction"
                    .formatted(program.length, RawInstruction.BYTES));
        }
        var code = InstructionDecoder.decode(PortableShifts.masked(program));
        refuseUndecodable(code);
        return switch (engine) {
            case INTERPRETER -> interpret(code, memory);
            case JIT, KERNEL -> runVerified(code, memory, engine);
        };
    }

    private static void refuseUndecodable(Code code) {
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot) && code.at(slot) instanceof Instruction.Undecodable wrong) {
                throw new UnusableInputException("program: instruction %d: %s".formatted(slot, wrong.message()));
            }
        }
    }

    private long interpret(Code code, byte[] memory) {
        var program = Program.of(NAME, ProgramType.XDP, code);
        var interpreter = Interpreter.of(HelperCatalog.standard().bind(program, List.of()));
        var buffer = ByteBuffer.allocateDirect(memory.length).put(memory);
        long pointer = memory.length == 0
                ? Pointer.NULL
                : Pointer.of(environment.regions().add(new BufferRegion(buffer)), 0);
        var context = environment.newContext(0);
        context.begin(Packet.create());
        return interpreter.callback(context, 0, ExecutionContext.mainFramePointer(), pointer, memory.length, 0, 0, 0);
    }

    private long runVerified(Code code, byte[] memory, EngineChoice engine) {
        var instructions = new ArrayList<>(prologue(memory.length));
        instructions.addAll(code.instructions());
        var program = Program.of(NAME, ProgramType.XDP, Code.of(instructions));
        try (var session = engine.open()) {
            var executable = session.load(BpfProgram.of(program, environment));
            var context = environment.newContext(0);
            context.begin(Packet.of(ByteBuffer.wrap(Arrays.copyOf(memory, Math.max(memory.length, ETH_HLEN)))));
            return executable.run(context);
        }
    }

    /** Leaves R1 and R2 as a caller would pass them, and R3 without a value that means anything. */
    private static List<Instruction> prologue(int length) {
        if (length == 0) {
            return program(mov(R1, 0), mov(R2, 0)).instructions();
        }
        return program(
                        load(WORD, R2, R1, XDP_MD_DATA_END),
                        load(WORD, R1, R1, XDP_MD_DATA),
                        mov(R3, R1),
                        add(R3, length),
                        ifLessOrEqual(R3, R2, "program"),
                        mov(R0, 0),
                        exit(),
                        label("program"),
                        mov(R2, length),
                        mov(R3, 0))
                .instructions();
    }
}
