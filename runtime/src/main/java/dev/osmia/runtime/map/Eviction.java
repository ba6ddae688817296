package dev.osmia.runtime.map;

/**
 * Which element makes room when an LRU map is full. Every use of an element marks it; a hand goes round the elements, takes the mark
 * off those that have one, and evicts the first that has none. Like the kernel's lists this approximates the order of use without
 * moving anything on a lookup; unlike them it evicts one element at a time, and never before the map is full.
 */
final class Eviction {
    private static final int FREE = 0;
    private static final int UNUSED = 1;
    private static final int USED = 2;

    private final HashTable table;

    // Guarded by the table's lock.
    private int hand;

    Eviction(HashTable table) {
        this.table = table;
    }

    /** An element was found by a lookup. Written only where it changes something, so that readers do not fight for the line. */
    void used(int element) {
        if (table.mark(element) == UNUSED) {
            table.mark(element, USED);
        }
    }

    /** An element took the place of another, or of none (-1). */
    void replaced(int element, int old) {
        table.mark(element, old < 0 ? UNUSED : USED);
        if (old >= 0) {
            table.mark(old, FREE);
        }
    }

    /** An element was taken out. */
    void removed(int element) {
        table.mark(element, FREE);
    }

    /** Takes an element out and gives it. */
    int evict() {
        while (true) {
            int element = hand;
            hand = element + 1 == table.capacity() ? 0 : element + 1;
            int mark = table.mark(element);
            if (mark == USED) {
                table.mark(element, UNUSED);
            } else if (mark == UNUSED) {
                table.unlink(element);
                table.mark(element, FREE);
                return element;
            }
        }
    }
}
