package dev.osmia.kernel;

import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.ProgramCommands;
import dev.osmia.kernel.bpf.SystemCalls;
import dev.osmia.kernel.bpf.TestRun;
import dev.osmia.kernel.load.KernelTypes;
import dev.osmia.kernel.load.LoadableProgram;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.AluOp;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.program.uapi.Errno;
import java.nio.file.Files;
import java.util.List;

/** What may stand between this process and the kernel's bpf(2). */
final class Obstacles {
    private static final int XDP_PASS = 2;
    private static final int SMALLEST_FRAME = 64;

    private Obstacles() {}

    /** The first obstacle in one line; empty where there is none. */
    static String find() {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            return "the system is " + system + ", not Linux";
        }
        String callable = SystemCalls.obstacle();
        if (!callable.isEmpty()) {
            return callable;
        }
        if (!Files.isReadable(KernelTypes.VMLINUX)) {
            return "no " + KernelTypes.VMLINUX + ": the kernel does not tell its types";
        }
        return tryOut();
    }

    /** Loads the smallest XDP program and runs it once. */
    private static String tryOut() {
        var code = Code.of(List.of(
                new Instruction.Alu(OperationWidth.W64, AluOp.MOV, Register.R0, Operand.immediate(XDP_PASS)),
                new Instruction.Exit()));
        var probe = Program.of("probe", ProgramType.XDP, code);
        var image = LoadableProgram.of(probe, new int[0], null, KernelTypes.running())
                .image();
        int loaded = ProgramCommands.load(image, 0, 0).result();
        if (loaded < 0) {
            return refused("BPF_PROG_LOAD", loaded);
        }
        try (var program = new FileDescriptor(loaded)) {
            var run = new TestRun();
            int ran = run.run(program, SMALLEST_FRAME, 0, 1);
            if (ran < 0) {
                return refused("BPF_PROG_TEST_RUN", ran);
            }
            return run.returnValue() == XDP_PASS ? "" : "BPF_PROG_TEST_RUN gave " + run.returnValue() + " for r0 = 2";
        }
    }

    private static String refused(String command, int error) {
        String why = switch (-error) {
            case Errno.EPERM -> " (root, or CAP_BPF and CAP_NET_ADMIN, is needed)";
            case Errno.ENOSYS -> " (the kernel was built without it, or the sandbox hides it)";
            default -> "";
        };
        return "bpf(2) refused: " + command + " gave " + Errno.name(-error) + why;
    }
}
