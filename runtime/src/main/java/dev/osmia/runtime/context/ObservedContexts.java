package dev.osmia.runtime.context;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.ContextContract;
import dev.osmia.program.contract.ContextField;
import dev.osmia.program.contract.ContextField.Access;
import dev.osmia.program.contract.ContextField.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Contexts of programs that can be verified, but not run: what observers of the kernel are told, and what system calls pass on. */
final class ObservedContexts {
    /** Bytes of {@code struct pt_regs} on x86-64. */
    private static final int REGISTERS = 168;

    /** {@code MAX_BPF_FUNC_ARGS} double words. */
    private static final int ARGUMENTS = 12 * Long.BYTES;

    /** {@code PERF_MAX_TRACE_SIZE}. */
    private static final int TRACE_RECORD = 8192;

    /** The least that the kernel refuses as the size of a system call's context ({@code U16_MAX}). */
    private static final int SYSTEM_CALL = 65535;

    private static final ContextContract KPROBE = words("pt_regs", 0, REGISTERS, ProgramType.KPROBE, false);
    private static final ContextContract TRACEPOINT =
            words("trace_event", Long.BYTES, TRACE_RECORD, ProgramType.TRACEPOINT, false);
    private static final ContextContract RAW_TRACEPOINT =
            words("bpf_raw_tracepoint_args", 0, ARGUMENTS, ProgramType.RAW_TRACEPOINT, false);
    private static final ContextContract SYSCALL = words("args", 0, SYSTEM_CALL, ProgramType.SYSCALL, true);
    private static final ContextContract PERF_EVENT = perfEvent();

    private ObservedContexts() {}

    /** The context of a program type; empty where it runs here, or is not known. */
    static Optional<ContextContract> of(ProgramType type) {
        return switch (type) {
            case KPROBE -> Optional.of(KPROBE);
            case TRACEPOINT -> Optional.of(TRACEPOINT);
            case RAW_TRACEPOINT -> Optional.of(RAW_TRACEPOINT);
            case SYSCALL -> Optional.of(SYSCALL);
            case PERF_EVENT -> Optional.of(PERF_EVENT);
            default -> Optional.empty();
        };
    }

    /** Numbers from an offset on, accessible in any width. */
    private static ContextContract words(String name, int from, int size, ProgramType type, boolean written) {
        var types = Set.of(type);
        var writers = written ? types : Set.<ProgramType>of();
        var field = new ContextField(name, from, size - from, Kind.SCALAR, types, writers, Access.ANY_WIDTH);
        return new ContextContract(name, size, List.of(field));
    }

    /** {@code struct bpf_perf_event_data}: registers as double words, then two that may be read in part. */
    private static ContextContract perfEvent() {
        var types = Set.of(ProgramType.PERF_EVENT);
        var fields = new ArrayList<ContextField>();
        for (int offset = 0; offset < REGISTERS; offset += Long.BYTES) {
            String name = "regs[" + offset / Long.BYTES + "]";
            fields.add(new ContextField(name, offset, Long.BYTES, Kind.SCALAR, types, Set.of(), Access.EXACT));
        }
        int end = REGISTERS;
        for (var name : List.of("sample_period", "addr")) {
            fields.add(new ContextField(name, end, Long.BYTES, Kind.SCALAR, types, Set.of(), Access.NARROW_LOADS));
            end += Long.BYTES;
        }
        return new ContextContract("bpf_perf_event_data", end, fields);
    }
}
