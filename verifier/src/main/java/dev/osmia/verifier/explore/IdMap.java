package dev.osmia.verifier.explore;

import dev.osmia.verifier.state.RegisterState;
import java.util.Arrays;

/** Which id of one state stands for which of another: ids must relate registers in both states alike, whatever their numbers. */
final class IdMap {
    private int[] old = new int[16];
    private int[] current = new int[16];
    private int size;
    private int lastTemporary;

    /** Forgets all pairs; temporary ids start behind this one. */
    void reset(int lastId) {
        size = 0;
        lastTemporary = lastId;
    }

    /** Whether the ids may stand for each other, both 0 included. */
    boolean match(int oldId, int currentId) {
        if (oldId == 0 || currentId == 0) {
            return oldId == currentId;
        }
        for (int i = 0; i < size; i++) {
            if (old[i] == oldId) {
                return current[i] == currentId;
            }
            if (current[i] == currentId) {
                return false;
            }
        }
        if (size == old.length) {
            old = Arrays.copyOf(old, size * 2);
            current = Arrays.copyOf(current, size * 2);
        }
        old[size] = oldId;
        current[size++] = currentId;
        return true;
    }

    /** The same of numbers: one that was linked to no other may be linked now, and one that was linked must be as it was. */
    boolean matchScalars(int oldId, int currentId) {
        if (oldId == 0) {
            return true;
        }
        int other = currentId != 0 ? currentId : ++lastTemporary;
        if (!match(oldId, other)) {
            return false;
        }
        boolean distant = (oldId & RegisterState.ADDED_CONSTANT) != 0;
        return !distant || match(oldId & ~RegisterState.ADDED_CONSTANT, other & ~RegisterState.ADDED_CONSTANT);
    }
}
