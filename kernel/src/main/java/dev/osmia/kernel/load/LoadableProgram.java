package dev.osmia.kernel.load;

import dev.osmia.kernel.bpf.ProgramCommands;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.object.SectionName;
import java.util.OptionalInt;

/**
 * A program as {@code BPF_PROG_LOAD} takes it.
 *
 * @param image what is loaded; null where something is missing
 * @param missing what the kernel does not have that the program needs, in the words of {@code libbpf}; empty where nothing is missing
 */
public record LoadableProgram(ProgramCommands.Image image, String missing) {
    // Program flags of linux/bpf.h.
    private static final int BPF_F_SLEEPABLE = 1 << 4;
    private static final int BPF_F_XDP_HAS_FRAGS = 1 << 5;

    private static final byte[] NONE = new byte[0];

    /**
     * Prepares a program.
     *
     * @param maps the file descriptors of its maps
     * @param types its object's types in the kernel; null without
     */
    public static LoadableProgram of(Program program, int[] maps, LoadedTypes types, KernelTypes kernel) {
        var symbols = Symbols.find(kernel, program);
        if (!symbols.missing().isEmpty()) {
            return new LoadableProgram(null, symbols.missing());
        }
        var target = attachTarget(program, kernel);
        if (target.isEmpty()) {
            return new LoadableProgram(
                    null,
                    "prog '%s': failed to find kernel BTF type ID of '%s'".formatted(program.name(), hook(program)));
        }
        boolean typed = types != null && types.accepted();
        var image = new ProgramCommands.Image(
                program.type().number(),
                program.name(),
                program.license(),
                LoadableCode.of(program, maps, symbols.resolved()),
                flags(program),
                AttachType.of(program),
                target.getAsInt(),
                typed ? types.descriptor() : null,
                typed ? Origins.functions(program) : NONE,
                typed ? Origins.lines(program, types) : NONE);
        return new LoadableProgram(image, "");
    }

    private static int flags(Program program) {
        boolean fragments =
                AttachType.section(program).map(SectionName::fragments).orElse(false);
        return (program.sleepable() ? BPF_F_SLEEPABLE : 0)
                | (fragments && program.type() == ProgramType.XDP ? BPF_F_XDP_HAS_FRAGS : 0);
    }

    /** What stands behind the slash of the section's name. */
    private static String hook(Program program) {
        return program.section().substring(program.section().indexOf('/') + 1);
    }

    /** The id of the function or trace point that a tracing program attaches to; 0 for others, empty where the kernel has none. */
    private static OptionalInt attachTarget(Program program, KernelTypes kernel) {
        boolean traces = program.type() == ProgramType.TRACING || program.type() == ProgramType.LSM;
        var section = AttachType.section(program);
        if (!traces || section.isEmpty() || !program.section().contains("/")) {
            return OptionalInt.of(0);
        }
        String hook = hook(program);
        return switch (section.get().attachType()) {
            case "BPF_TRACE_RAW_TP" -> kernel.typedef("btf_trace_" + hook);
            case "BPF_TRACE_ITER" -> kernel.function("bpf_iter_" + hook);
            case "BPF_LSM_MAC", "BPF_LSM_CGROUP" -> kernel.function("bpf_lsm_" + hook);
            default -> kernel.function(hook);
        };
    }
}
