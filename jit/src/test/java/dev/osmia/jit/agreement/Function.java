package dev.osmia.jit.agreement;

import java.util.List;

/**
 * A function that others call, with the context, three scalars and a pointer to the caller's stack.
 *
 * @param name its label
 * @param quiet whether it leaves packets and hash maps in their places
 */
record Function(String name, boolean quiet, List<Step> steps) {
    Function with(List<Step> other) {
        return new Function(name, quiet, other);
    }
}
