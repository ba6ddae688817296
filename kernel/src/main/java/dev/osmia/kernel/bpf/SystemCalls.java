package dev.osmia.kernel.bpf;

/** Whether system calls can be made at all. */
public final class SystemCalls {
    private SystemCalls() {}

    /** What stands in the way, in one line; empty where nothing does. */
    public static String obstacle() {
        if (!Bpf.known()) {
            return "the number of bpf(2) on " + System.getProperty("os.arch") + " is not known here";
        }
        try {
            Linux.errno();
            return "";
        } catch (LinkageError unloadable) {
            return "JNA cannot be loaded: " + unloadable.getMessage();
        }
    }
}
