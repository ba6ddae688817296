package dev.osmia.program.link;

import java.util.Map;
import java.util.Optional;

/**
 * What a kernel answers to an object's {@code __kconfig} externs: text as in {@code /boot/config-*}, by name. {@code y}, {@code m} and
 * {@code n} for switches, numbers, or text in quotes.
 *
 * @param values such as {@code CONFIG_HZ} and {@code 250}
 */
public record KernelConfiguration(Map<String, String> values) {
    private static final String LINUX_6_18 = Integer.toString(6 << 16 | 18 << 8);

    /** The values that {@code libbpf} itself defines, for the kernel that Osmia follows; nothing of {@code CONFIG_*}. */
    public static final KernelConfiguration DEFAULT = new KernelConfiguration(Map.of());

    private static final Map<String, String> VIRTUAL =
            Map.of("LINUX_KERNEL_VERSION", LINUX_6_18, "LINUX_HAS_BPF_COOKIE", "y", "LINUX_HAS_SYSCALL_WRAPPER", "y");

    public KernelConfiguration {
        values = Map.copyOf(values);
    }

    /** The value of that name, as text. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.getOrDefault(name, VIRTUAL.get(name)));
    }
}
