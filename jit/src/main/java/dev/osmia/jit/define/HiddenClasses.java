package dev.osmia.jit.define;

import dev.osmia.program.Program;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ProgramBinding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Defines generated classes as hidden classes whose class data is the program's binding: maps and helpers are constants to the JVM, and
 * the class goes away with the last use of the program.
 */
public final class HiddenClasses {
    /** The package that hidden classes must be emitted for. */
    public static final String PACKAGE = HiddenClasses.class.getPackageName();

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private HiddenClasses() {}

    /** Defines the class and makes its one object. */
    public static Executable define(byte[] classFile, ProgramBinding binding) {
        try {
            var lookup = LOOKUP.defineHiddenClassWithClassData(classFile, binding, true);
            var constructor =
                    lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class, Program.class));
            return (Executable) constructor.invoke(binding.program());
        } catch (Throwable refused) {
            throw new IllegalStateException(
                    "the JVM refused the class of program " + binding.program().name() + ": " + refused.getMessage(),
                    refused);
        }
    }
}
