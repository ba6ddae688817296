/** Abstract interpretation: accepts or rejects a program as the Linux kernel would. */
module dev.osmia.verifier {
    requires transitive dev.osmia.program;
}
