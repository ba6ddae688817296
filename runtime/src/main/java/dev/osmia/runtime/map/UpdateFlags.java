package dev.osmia.runtime.map;

import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;

/** What the flags of an update ask for. */
final class UpdateFlags {
    private UpdateFlags() {}

    /** Whether the flags name something that updates know, {@code BPF_F_LOCK} apart. */
    static boolean unknown(long flags) {
        return Long.compareUnsigned(flags, MapFlags.BPF_EXIST) > 0;
    }

    /** 0 where an update of a key that is or is not there may go on, or a negative error. */
    static int check(long flags, boolean present) {
        if (present && flags == MapFlags.BPF_NOEXIST) {
            return -Errno.EEXIST;
        }
        return !present && flags == MapFlags.BPF_EXIST ? -Errno.ENOENT : 0;
    }
}
