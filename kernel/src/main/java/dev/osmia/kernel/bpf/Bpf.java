package dev.osmia.kernel.bpf;

import java.util.Locale;
import java.util.OptionalLong;

/** bpf(2) itself. */
final class Bpf {
    // enum bpf_cmd of linux/bpf.h.
    static final int BPF_MAP_CREATE = 0;
    static final int BPF_MAP_LOOKUP_ELEM = 1;
    static final int BPF_MAP_UPDATE_ELEM = 2;
    static final int BPF_MAP_DELETE_ELEM = 3;
    static final int BPF_MAP_GET_NEXT_KEY = 4;
    static final int BPF_PROG_LOAD = 5;
    static final int BPF_PROG_TEST_RUN = 10;
    static final int BPF_OBJ_GET_INFO_BY_FD = 15;
    static final int BPF_BTF_LOAD = 18;
    static final int BPF_MAP_LOOKUP_AND_DELETE_ELEM = 21;
    static final int BPF_MAP_FREEZE = 22;

    private static final OptionalLong NUMBER = number(System.getProperty("os.arch"));

    private Bpf() {}

    /** The number of the system call ({@code __NR_bpf}) on a 64-bit little-endian architecture; empty for others. */
    static OptionalLong number(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> OptionalLong.of(321);
            case "aarch64", "riscv64", "loongarch64" -> OptionalLong.of(280);
            default -> OptionalLong.empty();
        };
    }

    /** Whether the system call's number is known here. */
    static boolean known() {
        return NUMBER.isPresent();
    }

    /** Runs a command; what it returns, or a negative error number. */
    static int call(int command, Attributes attributes) {
        long result = Linux.syscall(NUMBER.orElseThrow(), command, attributes.pointer(), attributes.bytes());
        return result < 0 ? -Linux.errno() : (int) result;
    }
}
