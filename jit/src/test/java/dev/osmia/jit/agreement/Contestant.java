package dev.osmia.jit.agreement;

/** A program on an engine, with maps of its own. */
@FunctionalInterface
public interface Contestant extends AutoCloseable {
    /** Runs the program over the input; maps are as the last run left them. */
    Outcome run(Input input);

    /** Lets go of what the program holds; without an error of its own. */
    @Override
    default void close() {}
}
