package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.Register;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Which values in registers are held as {@code int} instead of {@code long}. All writes that can reach one read, and all reads that one
 * write can reach, form a web and are held alike. A web is narrow if every write's value fits 32 bits, zero-extended, and narrow pays:
 * a wide read of it has to be extended, while 32-bit arithmetic then needs no cutting and extending.
 */
public final class NarrowRegisters {
    /** Bytecode to zero-extend; narrow saves it at each write and costs it at each wide read. */
    private static final int EXTENSION_BYTES = 5;

    private final SortedMap<Integer, RegisterUse> uses;
    private final Map<Integer, List<Integer>> successors;
    private final int[] slots;
    private final int[] liveBefore;
    private final int[][] reaching;
    private final int[] parent;
    private final int[] profit;
    private final boolean[] impossible;
    private final int[] readNarrow;
    private final int[] writtenNarrow;
    private int anywhere;

    private NarrowRegisters(SortedMap<Integer, RegisterUse> uses, Map<Integer, List<Integer>> successors) {
        this.uses = uses;
        this.successors = successors;
        slots = uses.keySet().stream().mapToInt(Integer::intValue).toArray();
        liveBefore = new int[slots.length];
        reaching = new int[slots.length][];
        int webs = (slots.length + 1) * Register.COUNT;
        parent = new int[webs];
        Arrays.setAll(parent, web -> web);
        profit = new int[webs];
        impossible = new boolean[webs];
        readNarrow = new int[slots.length];
        writtenNarrow = new int[slots.length];
    }

    /**
     * Finds them in a function.
     *
     * @param uses what each reached instruction reads and writes
     * @param successors the reached instructions that may follow each
     */
    static NarrowRegisters of(SortedMap<Integer, RegisterUse> uses, Map<Integer, List<Integer>> successors) {
        var found = new NarrowRegisters(uses, successors);
        found.computeLiveness();
        found.connect();
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
                live = (live & ~use.written()) | use.read();
                changed |= live != liveBefore[i];
                liveBefore[i] = live;
            }
        }
    }

    /** The web that starts with a write of the register; the last row stands for what a function starts with. */
    private static int web(int row, int register) {
        return row * Register.COUNT + register;
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
            impossible[start[register]] = true;
        }
        var pending = new ArrayDeque<Integer>();
        arrive(0, start, pending);
        while (!pending.isEmpty()) {
            int i = pending.pop();
            var after = reaching[i].clone();
            var use = uses.get(slots[i]);
            for (int register = 0; register < Register.COUNT; register++) {
                if (isIn(use.written(), register)) {
                    after[register] = web(i, register);
                    impossible[after[register]] |= !use.fits();
                }
            }
            for (int successor : successors.get(slots[i])) {
                arrive(index(successor), after, pending);
            }
        }
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

    private void weigh() {
        for (int web = 0; web < parent.length; web++) {
            if (impossible[web]) {
                impossible[find(web)] = true;
            }
        }
        for (int i = 0; i < slots.length; i++) {
            var use = uses.get(slots[i]);
            for (int register = 0; register < Register.COUNT; register++) {
                if (isIn(use.wide(), register)) {
                    profit[find(reaching[i][register])] -= EXTENSION_BYTES;
                }
                if (isIn(use.narrow(), register)) {
                    profit[find(reaching[i][register])]++;
                }
                if (isIn(use.written(), register)) {
                    profit[find(web(i, register))] += EXTENSION_BYTES;
                }
            }
        }
    }

    private boolean isNarrow(int web) {
        int root = find(web);
        return !impossible[root] && profit[root] > 0;
    }

    /** Chooses the webs that are narrow, once for all questions. */
    private void decide() {
        for (int i = 0; i < slots.length; i++) {
            var use = uses.get(slots[i]);
            for (int register = 0; register < Register.COUNT; register++) {
                if (isIn(use.read(), register) && isNarrow(reaching[i][register])) {
                    readNarrow[i] |= 1 << register;
                }
                if (isIn(use.written(), register) && isNarrow(web(i, register))) {
                    writtenNarrow[i] |= 1 << register;
                }
            }
            anywhere |= writtenNarrow[i];
        }
    }

    /** The registers that the instruction reads and that are held as {@code int}, as a bit mask. */
    public int readBy(int slot) {
        return readNarrow[index(slot)];
    }

    /** The registers that the instruction writes and that are held as {@code int}, as a bit mask. */
    public int writtenBy(int slot) {
        return writtenNarrow[index(slot)];
    }

    /** The registers that are held as {@code int} anywhere, as a bit mask. */
    public int anywhere() {
        return anywhere;
    }
}
