package dev.osmia.runtime.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is held for some tens of nanoseconds: taking a free one is one compare-and-set. Not reentrant. It counts, so that a
 * reader that takes no lock can tell whether anybody held it meanwhile.
 */
final class SpinLock {
    private static final int SPINS = 100;
    private static final long PAUSE = 1_000;
    private static final VarHandle TURNS;

    static {
        try {
            TURNS = MethodHandles.lookup().findVarHandle(SpinLock.class, "turns", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Twice the times that the lock was held; odd while it is. */
    private int turns;

    void lock() {
        int spins = 0;
        while (true) {
            int seen = (int) TURNS.getOpaque(this);
            if ((seen & 1) == 0 && TURNS.weakCompareAndSetAcquire(this, seen, seen + 1)) {
                // What the holder writes is not seen before the lock is seen as held.
                VarHandle.storeStoreFence();
                return;
            }
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    void unlock() {
        TURNS.setRelease(this, turns + 1);
    }

    /** What {@link #untouchedSince} takes, read before anything that the lock guards. */
    int turn() {
        return (int) TURNS.getAcquire(this);
    }

    /** Whether nobody held the lock from the moment of {@link #turn()} to now. */
    boolean untouchedSince(int turn) {
        VarHandle.loadLoadFence();
        return (turn & 1) == 0 && (int) TURNS.getOpaque(this) == turn;
    }
}
