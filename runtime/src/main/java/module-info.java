/** Memory regions, contexts, maps, helpers, interpreter and captures; all that generated classes need. */
module dev.osmia.runtime {
    requires transitive dev.osmia.program;

    exports dev.osmia.runtime;
    exports dev.osmia.runtime.capture;
    exports dev.osmia.runtime.context;
    exports dev.osmia.runtime.generated;
    exports dev.osmia.runtime.helper;
    exports dev.osmia.runtime.interpreter;
    exports dev.osmia.runtime.map;
    exports dev.osmia.runtime.memory;
    exports dev.osmia.runtime.packet;
}
