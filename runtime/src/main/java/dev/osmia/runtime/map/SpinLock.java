package dev.osmia.runtime.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/** A lock that is held for some tens of nanoseconds: taking a free one is one compare-and-set. Not reentrant. */
final class SpinLock {
    private static final int SPINS = 100;
    private static final long PAUSE = 1_000;
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("UnusedVariable") // through HELD
    private int held;

    void lock() {
        int spins = 0;
        while (!HELD.weakCompareAndSetAcquire(this, 0, 1)) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    void unlock() {
        HELD.setRelease(this, 0);
    }
}
