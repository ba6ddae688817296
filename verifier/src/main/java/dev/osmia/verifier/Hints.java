package dev.osmia.verifier;

import java.util.List;
import java.util.regex.Pattern;

/** What to do about a rejection, by the words of its reason. */
final class Hints {
    /**
     * A kind of rejection.
     *
     * @param reason what its lines look like
     * @param hint what to do about it
     */
    private record Hint(Pattern reason, String hint) {
        Hint(String reason, String hint) {
            this(Pattern.compile(reason), hint);
        }
    }

    private static final List<Hint> HINTS = List.of(
            new Hint(
                    "invalid access to packet|outside of the packet",
                    "compare the end of what is read with data_end before: if (pointer + size > data_end) return"),
            new Hint(
                    "invalid mem access '.*_or_null'|null-check it first|Possibly NULL pointer",
                    "check the pointer for NULL before it is used"),
            new Hint("R\\d+ !read_ok", "give the register a value on every path; R1 to R5 hold nothing after a call"),
            new Hint("invalid read from stack", "initialise the variable before its address is passed or it is read"),
            new Hint(
                    "Unreleased reference|would lead to reference leak",
                    "release what was acquired on every path to the end of the program"),
            new Hint(
                    "invalid mem access 'scalar'",
                    "the register holds no pointer here: derive it again after calls that move or write packet data"),
            new Hint(
                    "unbounded memory access|value is outside of the allowed memory range",
                    "bound the index before: if (index >= limit) return, or index &= limit - 1"),
            new Hint(
                    "min value is negative",
                    "make the value unsigned, or reject negative values before: if (value < 0) return"),
            new Hint("must be a known constant|not a known constant", "pass a compile-time constant"),
            new Hint("infinite loop detected", "change something that the loop's condition depends on in each round"),
            new Hint(
                    "program is too large",
                    "give the loop a smaller constant bound, or use bpf_loop or an open-coded iterator"),
            new Hint("Expected an initialized dynptr", "create the dynptr first, and pass its own address"),
            new Hint("invalid bpf_context access", "only the fields that this program type may access can be used"),
            new Hint("is not allowed$|cannot use helper", "use a program type that may call it"));

    private Hints() {}

    /** The hint for a reason; empty where nothing general can be said. */
    static String of(List<String> lines) {
        for (var hint : HINTS) {
            for (String line : lines) {
                if (hint.reason().matcher(line).find()) {
                    return hint.hint();
                }
            }
        }
        return "";
    }
}
