/** Memory regions, contexts, maps, helpers, interpreter and captures; all that generated classes need. */
module dev.osmia.runtime {
    requires transitive dev.osmia.program;

    exports dev.osmia.runtime;
    exports dev.osmia.runtime.memory;
}
