package dev.osmia.runtime.generated;

/** How generated classes and their methods are called. */
public final class GeneratedNames {
    private GeneratedNames() {}

    /** A name that the JVM takes for a class or method; what it forbids becomes an underscore. */
    public static String identifier(String name) {
        var kept = name.replaceAll("[^A-Za-z0-9_$]", "_");
        return kept.isEmpty() ? "_" : kept;
    }
}
