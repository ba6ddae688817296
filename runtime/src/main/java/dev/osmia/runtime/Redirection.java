package dev.osmia.runtime;

import dev.osmia.runtime.memory.Pointer;

/** Where the last program that redirected its packet wants it to go. Valid while the program's verdict says that it redirects. */
public final class Redirection {
    private int ifindex;
    private long flags;
    private long map;
    private int index;
    private boolean peer;

    Redirection() {}

    /** Takes an interface as the target. */
    public void toInterface(int newIfindex, long newFlags) {
        ifindex = newIfindex;
        flags = newFlags;
        map = Pointer.NULL;
        index = 0;
        peer = false;
    }

    /** Takes an entry of a map as the target. */
    public void toMapEntry(long newMap, int newIndex, long newFlags) {
        ifindex = 0;
        flags = newFlags;
        map = newMap;
        index = newIndex;
        peer = false;
    }

    /** Takes the other end of an interface, in its own network namespace, as the target. */
    public void toPeer(int newIfindex) {
        toInterface(newIfindex, 0);
        peer = true;
    }

    /** The target interface; 0 where a map's entry is the target. */
    public int ifindex() {
        return ifindex;
    }

    /** The flags that the program gave. */
    public long flags() {
        return flags;
    }

    /** Pointer to the map whose entry is the target; null where an interface is. */
    public long map() {
        return map;
    }

    /** Whether the packet goes to the other end of the interface. */
    public boolean peer() {
        return peer;
    }

    /** The entry of the map. */
    public int index() {
        return index;
    }
}
