package dev.osmia.jit.agreement;

/** A program on an engine, with maps of its own. */
@FunctionalInterface
interface Contestant {
    /** Runs the program over the input; maps are as the last run left them. */
    Outcome run(Input input);
}
