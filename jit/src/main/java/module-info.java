/** Translates verified programs into JVM classes; the front door of the API. */
module dev.osmia.jit {
    requires transitive dev.osmia.runtime;
    requires transitive dev.osmia.verifier;
    requires org.objectweb.asm;
    requires org.objectweb.asm.commons;
    requires org.objectweb.asm.util;

    exports dev.osmia.jit;
}
