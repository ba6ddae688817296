package dev.osmia.kernel.bpf;

import dev.osmia.program.uapi.Errno;
import java.lang.ref.Reference;

/** The commands on programs, test runs apart. */
public final class ProgramCommands {
    // The struct of BPF_PROG_LOAD in union bpf_attr.
    private static final int PROG_TYPE = 0;
    private static final int INSN_CNT = 4;
    private static final int INSNS = 8;
    private static final int LICENSE = 16;
    private static final int LOG_LEVEL = 24;
    private static final int LOG_SIZE = 28;
    private static final int LOG_BUF = 32;
    private static final int PROG_FLAGS = 44;
    private static final int PROG_NAME = 48;
    private static final int EXPECTED_ATTACH_TYPE = 68;
    private static final int PROG_BTF_FD = 72;
    private static final int FUNC_INFO_REC_SIZE = 76;
    private static final int FUNC_INFO = 80;
    private static final int FUNC_INFO_CNT = 88;
    private static final int LINE_INFO_REC_SIZE = 92;
    private static final int LINE_INFO = 96;
    private static final int LINE_INFO_CNT = 104;
    private static final int ATTACH_BTF_ID = 108;
    private static final int LOG_TRUE_SIZE = 140;
    private static final int LOAD_BYTES = 144;

    // The struct of BPF_OBJ_GET_INFO_BY_FD in union bpf_attr, and struct bpf_prog_info.
    private static final int BPF_FD = 0;
    private static final int INFO_LEN = 4;
    private static final int INFO = 8;
    private static final int INFO_ATTRIBUTES_BYTES = 16;
    private static final int JITED_PROG_LEN = 16;
    private static final int XLATED_PROG_LEN = 20;
    private static final int VERIFIED_INSNS = 216;
    private static final int INFO_BYTES = 232;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int FUNC_INFO_BYTES = 8;
    private static final int LINE_INFO_BYTES = 16;

    /** How often a load is tried again that a signal to the process interrupted. */
    private static final int ATTEMPTS = 5;

    private ProgramCommands() {}

    /**
     * What a program is loaded from.
     *
     * @param type the number in {@code enum bpf_prog_type}
     * @param flags {@code BPF_F_*} program flags
     * @param attachType the number in {@code enum bpf_attach_type}; 0 where nothing is expected
     * @param attachTo the id of what a tracing program attaches to in the kernel's types; 0 for others
     * @param types the object's types; null without
     * @param functions array of {@code struct bpf_func_info}
     * @param lines array of {@code struct bpf_line_info}
     */
    public record Image(
            int type,
            String name,
            String license,
            byte[] instructions,
            int flags,
            int attachType,
            int attachTo,
            FileDescriptor types,
            byte[] functions,
            byte[] lines) {}

    /**
     * What a load came to.
     *
     * @param result the file descriptor, or a negative error
     * @param log the verifier's log, its end where it did not fit
     * @param logBytes how many bytes the whole log has
     */
    public record Loaded(int result, String log, int logBytes) {}

    /**
     * {@code BPF_PROG_LOAD}. Where the log does not fit, its end is kept and the result is {@code ENOSPC}, whatever the verdict is.
     *
     * @param level the {@code log_level}; 0 for no log
     * @param logBytes room for the log
     */
    public static Loaded load(Image image, int level, int logBytes) {
        try (var memory = new NativeMemory()) {
            var attributes = attributes(memory, image);
            var log = level == 0 ? null : memory.reserve(logBytes);
            if (log != null) {
                attributes.put(LOG_LEVEL, level).put(LOG_SIZE, logBytes).put(LOG_BUF, log);
            }
            int result = -Errno.EAGAIN;
            for (int attempt = 0; attempt < ATTEMPTS && result == -Errno.EAGAIN; attempt++) {
                result = Bpf.call(Bpf.BPF_PROG_LOAD, attributes);
            }
            Reference.reachabilityFence(image);
            String text = log == null ? "" : log.getString(0, "UTF-8");
            return new Loaded(result, text, attributes.get(LOG_TRUE_SIZE));
        }
    }

    private static Attributes attributes(NativeMemory memory, Image image) {
        var attributes = new Attributes(memory, LOAD_BYTES)
                .put(PROG_TYPE, image.type())
                .put(INSN_CNT, image.instructions().length / INSTRUCTION_BYTES)
                .put(INSNS, memory.copy(image.instructions()))
                .put(LICENSE, memory.text(image.license()))
                .put(PROG_FLAGS, image.flags())
                .putName(PROG_NAME, image.name())
                .put(EXPECTED_ATTACH_TYPE, image.attachType())
                .put(ATTACH_BTF_ID, image.attachTo());
        if (image.types() != null) {
            attributes
                    .put(PROG_BTF_FD, image.types().number())
                    .put(FUNC_INFO_REC_SIZE, FUNC_INFO_BYTES)
                    .put(FUNC_INFO, memory.copy(image.functions()))
                    .put(FUNC_INFO_CNT, image.functions().length / FUNC_INFO_BYTES)
                    .put(LINE_INFO_REC_SIZE, LINE_INFO_BYTES)
                    .put(LINE_INFO, memory.copy(image.lines()))
                    .put(LINE_INFO_CNT, image.lines().length / LINE_INFO_BYTES);
        }
        return attributes;
    }

    /**
     * What the kernel knows of a loaded program ({@code struct bpf_prog_info}).
     *
     * @param result 0 or a negative error
     * @param jitedBytes bytes of machine code; 0 where the kernel's JIT is off
     * @param translatedBytes bytes of instructions after the verifier's rewriting
     * @param verifiedInstructions instructions that the verifier looked at, on all paths
     */
    public record Info(int result, int jitedBytes, int translatedBytes, int verifiedInstructions) {}

    /** {@code BPF_OBJ_GET_INFO_BY_FD} of a program. */
    public static Info info(FileDescriptor program) {
        try (var memory = new NativeMemory()) {
            var info = memory.allocate(INFO_BYTES);
            var attributes = new Attributes(memory, INFO_ATTRIBUTES_BYTES)
                    .put(BPF_FD, program.number())
                    .put(INFO_LEN, INFO_BYTES)
                    .put(INFO, info);
            int result = Bpf.call(Bpf.BPF_OBJ_GET_INFO_BY_FD, attributes);
            Reference.reachabilityFence(program);
            return new Info(
                    result, info.getInt(JITED_PROG_LEN), info.getInt(XLATED_PROG_LEN), info.getInt(VERIFIED_INSNS));
        }
    }
}
