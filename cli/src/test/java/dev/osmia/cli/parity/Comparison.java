package dev.osmia.cli.parity;

import dev.osmia.cli.parity.Answer.Kind;
import dev.osmia.program.ProgramType;

/**
 * Both answers for one program.
 *
 * @param object the source file's name, without its ending
 * @param program the C function
 */
record Comparison(String object, String program, ProgramType type, Answer kernel, Answer osmia) {

    String name() {
        return object + ":" + program;
    }

    /** Whether the kernel's verifier looked at it, so that there is something to compare with. */
    boolean isComparable() {
        return !kernel.is(Kind.CANNOT_SAY);
    }

    /** Whether the verdicts are the same, and the messages of rejections. */
    boolean isSame() {
        return kernel.equals(osmia);
    }

    boolean isFalseAcceptance() {
        return kernel.is(Kind.REJECTS) && osmia.is(Kind.ACCEPTS);
    }

    boolean isFalseRejection() {
        return kernel.is(Kind.ACCEPTS) && osmia.is(Kind.REJECTS);
    }

    /** Both answers in a line. */
    String line() {
        return "%s\t%s\tkernel %s\tosmia %s".formatted(name(), type.kernelName(), kernel, osmia);
    }
}
