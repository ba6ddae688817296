package dev.osmia.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a running Linux kernel computed and said, recorded by the programs in {@code testkit/src/recorder}. Slots are little-endian
 * numbers, as {@code RawInstruction.ofLong} takes them.
 */
public final class RecordedTruth {
    private RecordedTruth() {}

    /**
     * An arithmetic instruction on R2 and R3.
     *
     * @param slot the instruction
     * @param destination R2 before
     * @param source R3, whether or not the instruction looks at it
     * @param result R2 afterwards
     */
    public record Operation(long slot, long destination, long source, long result) {}

    /**
     * A conditional jump over one slot, on R2 and R3.
     *
     * @param slot the instruction
     * @param left R2
     * @param right R3, whether or not the instruction looks at it
     * @param taken whether it jumped
     */
    public record Jump(long slot, long left, long right, boolean taken) {}

    /** An access to the double word at R10 - 8, between these states. */
    public record Access(long slot, State before, State after) {}

    /**
     * A jump on no condition.
     *
     * @param taken whether it jumped over the slot behind it
     */
    public record UnconditionalJump(long slot, boolean taken) {}

    /**
     * A load of a constant.
     *
     * @param result R2 afterwards
     */
    public record Constant(List<Long> slots, long result) {}

    /**
     * A legacy load by a tc program, from a packet of 64 bytes that count up from 0x80, but for the EtherType 0x88b5 and the bytes 16 to 32:
     * from 16 the index, then zero.
     *
     * @param index R2, whether or not the instruction looks at it
     * @param goesOn whether the program went on behind the load
     * @param result R0 if so
     */
    public record PacketLoad(long slot, long index, boolean goesOn, long result) {}

    /** Three registers and the double word at R10 - 8. */
    public record State(long r0, long r2, long r3, long memory) {}

    /**
     * What the kernel's verifier says of one instruction: the last line of its log, or {@code -} where it accepts.
     *
     * @param slots the instruction's one or two slots
     * @param visited where it is reached, every register is set, R1 and R6 hold the context
     * @param unvisited where no path reaches it
     * @param unset where it is reached and only R0, R1 and R10 are set
     * @param text how the log prints it; empty where it does not
     */
    public record Verdict(List<Long> slots, String visited, String unvisited, String unset, String text) {}

    /** All arithmetic, at both widths, from registers and immediates: unary operations have the same value in both registers. */
    public static List<Operation> arithmetic() {
        return rows("arithmetic")
                .map(row -> new Operation(slot(row[0]), number(row[1]), number(row[2]), number(row[3])))
                .toList();
    }

    /** All conditional jumps, at both widths, from registers and immediates. */
    public static List<Jump> jumps() {
        return rows("jumps")
                .map(row -> new Jump(slot(row[0]), number(row[1]), number(row[2]), number(row[3]) == 1))
                .toList();
    }

    /** All atomic read-modify-write operations, at both sizes. */
    public static List<Access> atomics() {
        return accesses("atomics");
    }

    /** Loads and stores of all sizes: plain, sign-extending, acquiring, releasing. */
    public static List<Access> memory() {
        return accesses("memory");
    }

    /** Unconditional jumps over a slot or none, and {@code may_goto}. */
    public static List<UnconditionalJump> unconditionalJumps() {
        return rows("control")
                .map(row -> new UnconditionalJump(slot(row[0]), number(row[1]) == 1))
                .toList();
    }

    /** Loads of 64-bit constants. */
    public static List<Constant> constants() {
        return rows("constants")
                .map(row -> new Constant(slots(row[0]), number(row[1])))
                .toList();
    }

    /** The legacy loads from packets, inside and outside of one, and from its headers. */
    public static List<PacketLoad> packetLoads() {
        return rows("packets")
                .map(row -> new PacketLoad(slot(row[0]), number(row[1]), number(row[2]) == 1, number(row[3])))
                .toList();
    }

    /** All opcodes, with all sorts of fields. */
    public static List<Verdict> verdicts() {
        return rows("verdicts")
                .map(row -> new Verdict(slots(row[0]), row[1], row[2], row[3], row[4]))
                .toList();
    }

    private static List<Access> accesses(String table) {
        return rows(table)
                .map(row -> new Access(slot(row[0]), state(row, 1), state(row, 5)))
                .toList();
    }

    private static State state(String[] row, int column) {
        return new State(
                number(row[column]), number(row[column + 1]), number(row[column + 2]), number(row[column + 3]));
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    /** The bytes of the hexadecimal text in order, the first one lowest. */
    private static long slot(String hex) {
        return Long.reverseBytes(number(hex));
    }

    private static List<Long> slots(String hex) {
        return hex.length() == 16 ? List.of(slot(hex)) : List.of(slot(hex.substring(0, 16)), slot(hex.substring(16)));
    }

    private static Stream<String[]> rows(String table) {
        var resource = RecordedTruth.class.getResourceAsStream("truth/" + table + ".tsv");
        if (resource == null) {
            throw new IllegalStateException("no table truth/" + table + ".tsv");
        }
        try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return reader
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
