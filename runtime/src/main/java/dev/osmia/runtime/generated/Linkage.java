package dev.osmia.runtime.generated;

import dev.osmia.runtime.ProgramBinding;
import dev.osmia.runtime.memory.Pointer;
import java.lang.invoke.MethodHandles;

/**
 * Resolves the constants of generated classes by name, when a class is initialised: objects are {@code map3}, {@code helper12} and
 * {@code kfunc0}; numbers are {@code mapPointer3}, {@code mapValuePointer3}, {@code mapRegion3} and {@code symbol0}. The class keeps them in static final
 * fields, which the JVM folds.
 */
public final class Linkage {
    private Linkage() {}

    /**
     * An object that a generated class is bound to.
     *
     * @param caller the generated class; its {@link ProgramBinding} is its class data where it is hidden, else its loader's
     * @param name which one
     */
    public static Object object(MethodHandles.Lookup caller, String name) throws IllegalAccessException {
        var binding = binding(caller);
        int digits = startOfDigits(name);
        int index = Integer.parseInt(name.substring(digits));
        return switch (name.substring(0, digits)) {
            case "map" -> binding.maps().get(index);
            case "helper" -> binding.helpers().find(index);
            case "kfunc" -> binding.kfuncs().get(index);
            default -> throw new IllegalArgumentException("no object is called '" + name + "'");
        };
    }

    /** A number that a generated class is bound to; see {@link #object}. */
    public static long number(MethodHandles.Lookup caller, String name) throws IllegalAccessException {
        var binding = binding(caller);
        int digits = startOfDigits(name);
        int index = Integer.parseInt(name.substring(digits));
        return switch (name.substring(0, digits)) {
            case "mapPointer" -> binding.maps().get(index).pointer();
            case "mapValuePointer" -> binding.maps().get(index).valuePointer(0);
            case "mapRegion" -> Pointer.of(binding.maps().get(index).region(), 0);
            case "symbol" -> binding.symbols()[index];
            default -> throw new IllegalArgumentException("no number is called '" + name + "'");
        };
    }

    private static ProgramBinding binding(MethodHandles.Lookup caller) throws IllegalAccessException {
        return caller.lookupClass().getClassLoader() instanceof BoundClassLoader loader
                ? loader.binding()
                : MethodHandles.classData(caller, "_", ProgramBinding.class);
    }

    private static int startOfDigits(String name) {
        int digits = name.length();
        while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) {
            digits--;
        }
        return digits;
    }

    /** What generated code throws where the verifier proved that nothing arrives. */
    public static IllegalStateException unreachable() {
        return new IllegalStateException("code that no path reaches was reached");
    }
}
