package dev.osmia.jit.lowering;

import dev.osmia.jit.lowering.RegisterUse.Result;
import dev.osmia.program.instruction.Register;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntUnaryOperator;

/**
 * Which values in registers are held as {@code int} instead of {@code long}. All writes that can reach one read, and all reads that one
 * write can reach, form a web and are held alike. A web is narrow if that pays and every write's value
 *
 * <ul>
 *   <li>fits 32 bits, zero-extended: a wide read of it has to be extended, while 32-bit arithmetic then needs no cutting and extending;
 *   <li>or is a pointer into the packet region: its offset is what accesses, comparisons and arithmetic need. As {@code long}s, HotSpot
 *       does not see that two of them lie a constant apart, and checks the bounds of each access on its own.
 * </ul>
 */
public final class NarrowRegisters {
    /** Bytecode to zero-extend; narrow saves it at each write and costs it at each wide read. */
    private static final int EXTENSION_BYTES = 5;

    private static final int ALL = (1 << Register.COUNT) - 1;

    private final SortedMap<Integer, RegisterUse> uses;
    private final Map<Integer, List<Integer>> successors;
    private final Map<Integer, DynptrOperation.NullCheck> nullPaths;
    private final int[] slots;
    private final int[] liveBefore;
    private final int[][] reaching;
    private final int[] parent;
    private final Result[] results;
    private final int[] profit;
    private final Form[] read;
    private final Form[] written;
    private final Form[] nullWritten;
    private int anywhere;

    private NarrowRegisters(
            SortedMap<Integer, RegisterUse> uses,
            Map<Integer, List<Integer>> successors,
            Map<Integer, DynptrOperation.NullCheck> nullPaths) {
        this.uses = uses;
        this.successors = successors;
        this.nullPaths = nullPaths;
        slots = uses.keySet().stream().mapToInt(Integer::intValue).toArray();
        liveBefore = new int[slots.length];
        reaching = new int[slots.length][];
        int webs = (2 * slots.length + 1) * Register.COUNT;
        parent = new int[webs];
        Arrays.setAll(parent, web -> web);
        results = new Result[webs];
        profit = new int[webs];
        read = new Form[slots.length];
        written = new Form[slots.length];
        nullWritten = new Form[slots.length];
    }

    /**
     * Finds them in a function.
     *
     * @param uses what each reached instruction reads and writes
     * @param successors the reached instructions that may follow each
     * @param nullPaths where slices that decide their null check go, in place of a successor, with null in R0 and its copies
     */
    static NarrowRegisters of(
            SortedMap<Integer, RegisterUse> uses,
            Map<Integer, List<Integer>> successors,
            Map<Integer, DynptrOperation.NullCheck> nullPaths) {
        var found = new NarrowRegisters(uses, successors, nullPaths);
        found.computeLiveness();
        found.connect();
        found.judge();
        found.weigh();
        found.decide();
        return found;
    }

    private int index(int slot) {
        return Arrays.binarySearch(slots, slot);
    }

    private void computeLiveness() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = slots.length - 1; i >= 0; i--) {
                var use = uses.get(slots[i]);
                int live = 0;
                for (int successor : successors.get(slots[i])) {
                    live |= liveBefore[index(successor)];
                }
                if (nullPaths.containsKey(slots[i])) {
                    live |= liveBefore[index(nullPaths.get(slots[i]).target())];
                }
                live = (live & ~use.written()) | use.read();
                changed |= live != liveBefore[i];
                liveBefore[i] = live;
            }
        }
    }

    /**
     * The web that starts with a write of the register. Row {@code i} is of the instruction at that index, row {@code slots.length} of what a
     * function starts with, and the rows behind it of instructions again: of the null that slices write.
     */
    private static int web(int row, int register) {
        return row * Register.COUNT + register;
    }

    private int nullWeb(int i, int register) {
        return web(slots.length + 1 + i, register);
    }

    private static boolean isIn(int mask, int register) {
        return (mask & (1 << register)) != 0;
    }

    private int find(int web) {
        int root = web;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /** Carries each register's web along all edges; webs that meet where the register is read later are one. */
    private void connect() {
        if (slots.length == 0) {
            return;
        }
        var start = new int[Register.COUNT];
        for (int register = 0; register < Register.COUNT; register++) {
            start[register] = web(slots.length, register);
            results[start[register]] = Result.ANY;
        }
        var pending = new ArrayDeque<Integer>();
        arrive(0, start, pending);
        while (!pending.isEmpty()) {
            int i = pending.pop();
            var after = reaching[i].clone();
            write(i, after);
            for (int successor : successors.get(slots[i])) {
                arrive(index(successor), after, pending);
            }
            if (nullPaths.containsKey(slots[i])) {
                takeNullPath(i, after, pending);
            }
        }
    }

    private void write(int i, int[] webs) {
        for (int register = 0; register < Register.COUNT; register++) {
            if (isIn(uses.get(slots[i]).written(), register)) {
                webs[register] = web(i, register);
            }
        }
    }

    private void writeNull(int i, int written, int[] webs) {
        int register = Integer.numberOfTrailingZeros(written);
        webs[register] = nullWeb(i, register);
        results[webs[register]] = Result.WORD;
    }

    private void takeNullPath(int i, int[] after, Deque<Integer> pending) {
        var path = nullPaths.get(slots[i]);
        var webs = after.clone();
        writeNull(i, 1 << Register.R0.number(), webs);
        for (int slot : path.between()) {
            if (path.copies().contains(slot)) {
                writeNull(i, uses.get(slot).written(), webs);
            } else {
                write(index(slot), webs);
            }
        }
        arrive(index(path.target()), webs, pending);
    }

    private void arrive(int i, int[] webs, Deque<Integer> pending) {
        if (reaching[i] == null) {
            reaching[i] = webs.clone();
            pending.push(i);
            return;
        }
        for (int register = 0; register < Register.COUNT; register++) {
            if (isIn(liveBefore[i], register)) {
                parent[find(webs[register])] = find(reaching[i][register]);
            }
        }
    }

    /** Finds what each web's writes have in common, starting from the most that could be. */
    private void judge() {
        var known = new Result[parent.length];
        for (int web = 0; web < parent.length; web++) {
            if (results[web] != null) {
                known[find(web)] = meet(known[find(web)], results[web]);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < slots.length; i++) {
                for (int register = 0; register < Register.COUNT; register++) {
                    if (reaching[i] != null && isIn(uses.get(slots[i]).written(), register)) {
                        int root = find(web(i, register));
                        var met = meet(known[root], result(i, register, known));
                        changed |= met != known[root];
                        known[root] = met;
                    }
                }
            }
        }
        System.arraycopy(known, 0, results, 0, known.length);
    }

    /** What an instruction writes, as far as it is known; null while nothing is. */
    private Result result(int i, int register, Result[] known) {
        var use = uses.get(slots[i]);
        return switch (use.result()) {
            case ANY, WORD, PACKET_POINTER -> use.result();
            case COPY -> known[find(reaching[i][Integer.numberOfTrailingZeros(use.read())])];
            case MOVED -> {
                var moved = known[find(reaching[i][register])];
                yield moved == null || moved == Result.PACKET_POINTER ? moved : Result.ANY;
            }
        };
    }

    private static Result meet(Result one, Result other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one == other ? one : Result.ANY;
    }

    private void weigh() {
        for (int i = 0; i < slots.length; i++) {
            var use = uses.get(slots[i]);
            for (int register = 0; register < Register.COUNT; register++) {
                if (reaching[i] == null) {
                    continue;
                }
                if (isIn(use.wide(), register)) {
                    int root = find(reaching[i][register]);
                    profit[root] -= isPointer(root) && follows(use) ? 0 : EXTENSION_BYTES;
                }
                if (isIn(use.narrow(), register)) {
                    int root = find(reaching[i][register]);
                    profit[root] += isPointer(root) ? EXTENSION_BYTES : 1;
                }
                if (isIn(use.written(), register)) {
                    profit[find(web(i, register))] += EXTENSION_BYTES;
                }
            }
        }
    }

    /** Whether what it does with a pointer can be done with its offset alone. */
    private static boolean follows(RegisterUse use) {
        return use.result() == Result.COPY || use.result() == Result.MOVED || use.written() == 0;
    }

    private boolean isPointer(int root) {
        return results[root] == Result.PACKET_POINTER;
    }

    private boolean isNarrow(int web) {
        int root = find(web);
        return (results[root] == Result.WORD || isPointer(root)) && profit[root] > 0;
    }

    /**
     * Registers by number, as bit masks.
     *
     * @param narrow those held as {@code int}
     * @param pointers of these, those whose {@code int} is the offset of a pointer into the packet region
     */
    public record Form(int narrow, int pointers) {
        /** All are held as {@code long}. */
        public static final Form WIDE = new Form(0, 0);
    }

    /** Chooses the webs that are narrow, once for all questions. */
    private void decide() {
        for (int i = 0; i < slots.length; i++) {
            int row = i;
            var use = uses.get(slots[i]);
            read[i] = form(use.read(), register -> reaching[row][register]);
            written[i] = form(use.written(), register -> web(row, register));
            anywhere |= written[i].narrow();
            if (nullPaths.containsKey(slots[i])) {
                nullWritten[i] = form(ALL, register -> nullWeb(row, register));
                anywhere |= nullWritten[i].narrow();
            }
        }
    }

    private Form form(int registers, IntUnaryOperator web) {
        int narrow = 0;
        int pointers = 0;
        for (int register = 0; register < Register.COUNT; register++) {
            if (isIn(registers, register) && isNarrow(web.applyAsInt(register))) {
                narrow |= 1 << register;
                pointers |= isPointer(find(web.applyAsInt(register))) ? 1 << register : 0;
            }
        }
        return new Form(narrow, pointers);
    }

    /** How the registers that the instruction reads are held. */
    public Form readBy(int slot) {
        return read[index(slot)];
    }

    /** How the registers that the instruction writes are held. */
    public Form writtenBy(int slot) {
        return written[index(slot)];
    }

    /** How registers are held that hold null where the slice at the slot finds itself null. */
    public Form nullWrittenBy(int slot) {
        return nullWritten[index(slot)];
    }

    /** The registers that are held as {@code int} anywhere, as a bit mask. */
    public int anywhere() {
        return anywhere;
    }
}
