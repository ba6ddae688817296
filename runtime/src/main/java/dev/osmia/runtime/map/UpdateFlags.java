package dev.osmia.runtime.map;

import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;

/** What the flags of an update ask for. */
final class UpdateFlags {
    private UpdateFlags() {}

    /** Whether the flags name something that updates do not know. */
    static boolean unknown(long flags) {
        return Long.compareUnsigned(flags, MapFlags.BPF_EXIST) > 0;
    }

    /** Whether the flags name something that updates of maps whose values may have a lock do not know. */
    static boolean unknownWithLock(long flags) {
        return unknown(flags & ~MapFlags.BPF_F_LOCK);
    }

    /** Whether the value is to be copied under its lock. */
    static boolean locked(long flags) {
        return (flags & MapFlags.BPF_F_LOCK) != 0;
    }

    /** 0 where an update of a key that is or is not there may go on, or a negative error. */
    static int check(long flags, boolean present) {
        long presence = flags & ~MapFlags.BPF_F_LOCK;
        if (present && presence == MapFlags.BPF_NOEXIST) {
            return -Errno.EEXIST;
        }
        return !present && presence == MapFlags.BPF_EXIST ? -Errno.ENOENT : 0;
    }
}
