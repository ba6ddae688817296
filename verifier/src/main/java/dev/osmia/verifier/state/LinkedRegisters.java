package dev.osmia.verifier.state;

import java.util.ArrayList;
import java.util.List;

/** Registers and stack slots whose scalars have one id: what a branch tells of one, it tells of all. */
public final class LinkedRegisters {
    /** No registers. */
    public static final LinkedRegisters NONE = new LinkedRegisters();

    /** As many as the kernel remembers of one comparison ({@code LINKED_REGS_MAX}). */
    public static final int MAXIMUM = 6;

    /**
     * One of them.
     *
     * @param frame the frame's number
     * @param onStack whether it is a stack slot
     * @param index the register's number or the slot's index
     */
    public record Entry(int frame, boolean onStack, int index) {}

    private final List<Entry> entries = new ArrayList<>(0);

    /** Adds one; false where there is no room. */
    public boolean add(Entry entry) {
        return entries.size() < MAXIMUM && entries.add(entry);
    }

    public List<Entry> entries() {
        return entries;
    }

    public int size() {
        return entries.size();
    }
}
