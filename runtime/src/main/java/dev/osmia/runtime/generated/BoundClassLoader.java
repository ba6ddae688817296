package dev.osmia.runtime.generated;

import dev.osmia.program.Program;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ProgramBinding;

/**
 * Defines one generated class that was written to disk, bound to a program in an environment. Each binding has a loader and so a class
 * of its own: what the class takes for constants stays true of it, and it goes away with the last use of the program.
 */
final class BoundClassLoader extends ClassLoader {
    private final ProgramBinding binding;

    BoundClassLoader(ProgramBinding binding) {
        super(BoundClassLoader.class.getClassLoader());
        this.binding = binding;
    }

    ProgramBinding binding() {
        return binding;
    }

    /** Defines the class and makes its one object. */
    Executable define(String name, byte[] classFile) {
        try {
            var constructor = defineClass(name, classFile, 0, classFile.length)
                    .asSubclass(GeneratedProgram.class)
                    .getConstructor(Program.class);
            return constructor.newInstance(binding.program());
        } catch (ReflectiveOperationException | LinkageError | ClassCastException refused) {
            throw new IllegalArgumentException(
                    "class " + name + " is no class that Osmia generated: " + refused, refused);
        }
    }
}
