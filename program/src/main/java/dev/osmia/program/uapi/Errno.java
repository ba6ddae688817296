package dev.osmia.program.uapi;

/** Error numbers of Linux on x86-64 and arm64 ({@code asm-generic/errno.h}); helpers return them negated. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int E2BIG = 7;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int ERANGE = 34;
    public static final int EDEADLK = 35;
    public static final int EPROTO = 71;
    public static final int EOPNOTSUPP = 95;
    public static final int EPFNOSUPPORT = 96;
    public static final int EAFNOSUPPORT = 97;

    /** Not of the UAPI ({@code linux/errno.h}), yet some helpers let it through. */
    public static final int ENOTSUPP = 524;

    private Errno() {}
}
