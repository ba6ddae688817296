/** The running Linux kernel's bpf(2) as one more engine. */
module dev.osmia.kernel {
    requires transitive dev.osmia.program;
    requires transitive dev.osmia.runtime;
    requires com.sun.jna;

    exports dev.osmia.kernel;
}
