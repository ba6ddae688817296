package dev.osmia.program.btf;

/** Names of types and externs as "compile once, run everywhere" reads them. */
public final class BtfNames {
    private static final String FLAVOUR = "___";

    private BtfNames() {}

    /** The name without the {@code ___flavour} that tells variants of one type apart in C: {@code task_struct___new} is {@code task_struct}. */
    public static String withoutFlavour(String name) {
        for (int at = name.length() - FLAVOUR.length() - 2; at >= 0; at--) {
            boolean separator = name.charAt(at) != '_'
                    && name.startsWith(FLAVOUR, at + 1)
                    && name.charAt(at + 1 + FLAVOUR.length()) != '_';
            if (separator) {
                return name.substring(0, at + 1);
            }
        }
        return name;
    }
}
