package dev.osmia.runtime;

/** Where the last program that redirected its packet wants it to go. Valid while the program's verdict says that it redirects. */
public final class Redirection {
    private int ifindex;
    private long flags;
    private long map;
    private int index;

    Redirection() {}

    /** Takes an interface as the target. */
    public void toInterface(int newIfindex, long newFlags) {
        ifindex = newIfindex;
        flags = newFlags;
        map = 0;
        index = 0;
    }

    /** Takes an entry of a map as the target. */
    public void toMapEntry(long newMap, int newIndex, long newFlags) {
        ifindex = 0;
        flags = newFlags;
        map = newMap;
        index = newIndex;
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

    /** The entry of the map. */
    public int index() {
        return index;
    }
}
