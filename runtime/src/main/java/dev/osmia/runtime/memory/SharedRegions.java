package dev.osmia.runtime.memory;

import java.util.Arrays;

/**
 * The regions that all threads of an environment share, by number from {@link Pointer#FIRST_SHARED} on. Regions are only ever
 * added, so a table that a thread has read stays right for every pointer that it held by then.
 */
public final class SharedRegions {
    private volatile Region[] table = new Region[0];

    /** Adds a region; gives its number. */
    public synchronized int add(Region region) {
        var old = table;
        var longer = Arrays.copyOf(old, old.length + 1);
        longer[old.length] = region;
        table = longer;
        return Pointer.FIRST_SHARED + old.length;
    }

    /** All regions so far; the first has the number {@link Pointer#FIRST_SHARED}. Not to be changed. */
    public Region[] table() {
        return table;
    }
}
