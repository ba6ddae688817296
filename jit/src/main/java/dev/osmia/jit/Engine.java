package dev.osmia.jit;

/** What runs a program. */
public enum Engine {
    /** A JVM class made of the program, which HotSpot compiles further. */
    JIT,
    /** One step an instruction. */
    INTERPRETER
}
