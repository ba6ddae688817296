package dev.osmia.jit;

import dev.osmia.jit.define.HiddenClasses;
import dev.osmia.jit.emit.ClassEmitter;
import dev.osmia.jit.lowering.Lowering;
import dev.osmia.program.contract.Contracts;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ProgramBinding;
import dev.osmia.runtime.context.ContextStruct;
import dev.osmia.verifier.VerifiedProgram;

/** From a verified program to a class that runs it: lowering, emitting, defining. */
final class Compiler {
    private Compiler() {}

    /**
     * Compiles a program into a hidden class.
     *
     * @param contracts what it was verified with
     * @param context the context that programs of its type get
     * @param binding what its references stand for
     */
    static Executable compile(
            VerifiedProgram verified, Contracts contracts, ContextStruct context, ProgramBinding binding) {
        return HiddenClasses.define(classFile(verified, contracts, context, HiddenClasses.PACKAGE), binding);
    }

    /** The class file of a program, for a package. */
    static byte[] classFile(VerifiedProgram verified, Contracts contracts, ContextStruct context, String packageName) {
        return ClassEmitter.emit(Lowering.lower(verified, contracts, context), packageName);
    }
}
