package dev.osmia.verifier.state;

import java.util.ArrayList;
import java.util.List;

/** What a path holds at the moment: references, locks, and sections that it entered. */
public final class Resources {
    private final List<Reference> references;
    private int activeLocks;
    private int preemptionDisabled;
    private int activeInterrupt;
    private int activeLockId;
    private Object activeLockOwner;
    private boolean rcu;

    Resources() {
        references = new ArrayList<>(0);
    }

    private Resources(Resources other) {
        references = new ArrayList<>(other.references);
        activeLocks = other.activeLocks;
        preemptionDisabled = other.preemptionDisabled;
        activeInterrupt = other.activeInterrupt;
        activeLockId = other.activeLockId;
        activeLockOwner = other.activeLockOwner;
        rcu = other.rcu;
    }

    Resources copy() {
        return new Resources(this);
    }

    /** In the kernel's order. */
    public List<Reference> references() {
        return references;
    }

    public void add(Reference reference) {
        references.add(reference);
    }

    /** Removes the pointer reference with the id; false where there is none. */
    public boolean removePointer(int id) {
        for (int i = 0; i < references.size(); i++) {
            var reference = references.get(i);
            if (reference.id() == id && reference.kind() == Reference.Kind.POINTER) {
                references.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Removes the reference at the index. */
    public void remove(int index) {
        references.remove(index);
    }

    public int activeLocks() {
        return activeLocks;
    }

    public int preemptionDisabled() {
        return preemptionDisabled;
    }

    public void setPreemptionDisabled(int count) {
        preemptionDisabled = count;
    }

    public int activeInterrupt() {
        return activeInterrupt;
    }

    public void setActiveInterrupt(int id) {
        activeInterrupt = id;
    }

    public int activeLockId() {
        return activeLockId;
    }

    public Object activeLockOwner() {
        return activeLockOwner;
    }

    /** A lock was taken ({@code change} 1) or released (-1), and this one is the innermost now; id 0 for none. */
    public void changeLocks(int change, int innermostId, Object innermostOwner) {
        activeLocks += change;
        activeLockId = innermostId;
        activeLockOwner = innermostOwner;
    }

    /** Whether inside {@code bpf_rcu_read_lock}. */
    public boolean rcu() {
        return rcu;
    }

    public void setRcu(boolean active) {
        rcu = active;
    }
}
