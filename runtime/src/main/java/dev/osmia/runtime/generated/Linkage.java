package dev.osmia.runtime.generated;

import dev.osmia.runtime.ProgramBinding;
import java.lang.invoke.MethodHandles;

/**
 * Resolves the constants of generated classes, each once, by name: {@code program}, {@code map3}, {@code mapPointer3},
 * {@code mapValuePointer3}, {@code helper12}, {@code kfunc0}, {@code symbol0}. The JVM folds them like any other constant.
 */
public final class Linkage {
    private Linkage() {}

    /**
     * The bootstrap method of dynamic constants in generated classes.
     *
     * @param caller the generated class, whose class data is its {@link ProgramBinding}
     * @param name which constant
     * @param type the constant's class, as the class file declares it
     */
    public static Object constant(MethodHandles.Lookup caller, String name, Class<?> type)
            throws IllegalAccessException {
        var binding = MethodHandles.classData(caller, "_", ProgramBinding.class);
        if (name.equals("program")) {
            return binding.program();
        }
        int digits = name.length();
        while (digits > 0 && Character.isDigit(name.charAt(digits - 1))) {
            digits--;
        }
        int index = Integer.parseInt(name.substring(digits));
        return switch (name.substring(0, digits)) {
            case "map" -> binding.maps().get(index);
            case "mapPointer" -> binding.maps().get(index).pointer();
            case "mapValuePointer" -> binding.maps().get(index).valuePointer(0);
            case "helper" -> binding.helpers().find(index);
            case "kfunc" -> binding.kfuncs().get(index);
            case "symbol" -> binding.symbols()[index];
            default -> throw new IllegalArgumentException("no constant is called '" + name + "'");
        };
    }

    /** What generated code throws where the verifier proved that nothing arrives. */
    public static IllegalStateException unreachable() {
        return new IllegalStateException("code that no path reaches was reached");
    }
}
