package dev.osmia.cli.bench;

import dev.osmia.program.ProgramType;
import java.util.ArrayList;
import java.util.List;

/**
 * One kfunc of dynptrs, over one memory, of one length. A program or a Java method of a case does the operation {@link #repeats} times,
 * the i-th time at {@link #offset}, and sums up what it sees, so that nothing of it can be left out.
 *
 * @param bytes how many bytes an operation takes: a multiple of 4, at most {@link #AREA}
 */
public record KfuncCase(Operation operation, Memory memory, int bytes) {
    /** Bytes of the memory that all operations lie in. */
    public static final int AREA = 256;

    /** The lengths that are measured. */
    public static final List<Integer> LENGTHS = List.of(4, 8, 16, 32, 64, AREA);

    private static final int REPEATS = 16;
    private static final int WIDE = 64;
    private static final int WORDS_SEEN = 16;

    /** What is done. */
    public enum Operation {
        /** {@code bpf_dynptr_read} to the stack, from where words are then loaded. */
        READ("read"),
        /** {@code bpf_dynptr_write} of words that were stored to the stack before. */
        WRITE("write"),
        /** {@code bpf_dynptr_slice}, of which words are then loaded. */
        SLICE("slice"),
        /** {@code bpf_dynptr_slice_rdwr}, to which words are then stored. */
        SLICE_RDWR("slice_rdwr"),
        /** {@code bpf_dynptr_clone} and {@code bpf_dynptr_adjust} of the clone to a part. */
        CLONE_ADJUST("clone+adjust"),
        /** {@code bpf_dynptr_copy} into a map value, of which a word is then loaded. */
        COPY("copy");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        /** Its name in tables. */
        public String text() {
            return text;
        }
    }

    /** What the dynptr is over. */
    public enum Memory {
        SKB_META("skb_meta", ProgramType.SCHED_CLS),
        SKB("skb", ProgramType.SCHED_CLS),
        XDP("xdp", ProgramType.XDP),
        /** A map's value. */
        LOCAL("local", ProgramType.XDP);

        private final String text;
        private final ProgramType programType;

        Memory(String text, ProgramType programType) {
            this.text = text;
            this.programType = programType;
        }

        /** Its name in tables. */
        public String text() {
            return text;
        }

        /** What programs over it are. */
        public ProgramType programType() {
            return programType;
        }
    }

    /** All cases. */
    public static List<KfuncCase> all() {
        var cases = new ArrayList<KfuncCase>();
        for (var memory : Memory.values()) {
            for (var operation : Operation.values()) {
                for (int bytes : LENGTHS) {
                    cases.add(new KfuncCase(operation, memory, bytes));
                }
            }
        }
        return cases;
    }

    /** Its name in tables and filters, such as {@code read-16-skb_meta}. */
    public String name() {
        return operation.text() + "-" + bytes + "-" + memory.text();
    }

    /** How often it is done; wide ones less often, for the JVM compiles no method of more than 8,000 bytes. */
    public int repeats() {
        return bytes < WIDE ? REPEATS : REPEATS / 2;
    }

    /** Where the i-th operation works, in bytes from the memory's start. */
    public int offset(int i) {
        return bytes == AREA ? 0 : i * Long.BYTES;
    }

    /** The words of an operation's bytes that are looked at, in bytes from its start: all, but of many every fourth. */
    public List<Integer> words() {
        int step = Math.max(Integer.BYTES, bytes / WORDS_SEEN);
        var words = new ArrayList<Integer>();
        for (int at = 0; at < bytes; at += step) {
            words.add(at);
        }
        return words;
    }
}
