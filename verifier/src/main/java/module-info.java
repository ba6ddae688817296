/** Abstract interpretation: accepts or rejects a program as the Linux kernel would. */
module dev.osmia.verifier {
    requires transitive dev.osmia.program;

    exports dev.osmia.verifier;
    exports dev.osmia.verifier.fact;
    exports dev.osmia.verifier.obligation;
}
