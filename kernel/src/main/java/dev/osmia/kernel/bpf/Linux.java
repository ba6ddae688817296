package dev.osmia.kernel.bpf;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** The functions of the C library that this module calls. Using the class on another system gives a {@link LinkageError}. */
final class Linux {
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;

    /** What {@code mmap} gives where it fails. */
    static final long MAP_FAILED = -1;

    static {
        Native.register(Linux.class, Platform.C_LIBRARY_NAME);
    }

    private Linux() {}

    /** syscall(2), for system calls of up to three arguments. */
    static native long syscall(long number, long first, Pointer second, long third);

    /** close(2). */
    static native int close(int fd);

    /** mmap(2). */
    static native Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset);

    /** munmap(2). */
    static native int munmap(Pointer address, long length);

    /** getpagesize(2). */
    static native int getpagesize();

    /** sched_getaffinity(2). */
    static native int sched_getaffinity(int pid, long bytes, Pointer mask);

    /** sched_setaffinity(2). */
    static native int sched_setaffinity(int pid, long bytes, Pointer mask);

    /** The error of this thread's last call. */
    static int errno() {
        return Native.getLastError();
    }
}
