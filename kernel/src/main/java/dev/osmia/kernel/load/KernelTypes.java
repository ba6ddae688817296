package dev.osmia.kernel.load;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfReader;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.input.MalformedObjectException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What the running kernel is made of: its types, and the addresses of its variables. Each is read when it is first asked for. */
public final class KernelTypes {
    /** The kernel's own BTF. */
    public static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");

    private static final Path KALLSYMS = Path.of("/proc/kallsyms");
    private static final KernelTypes RUNNING =
            new KernelTypes(once(KernelTypes::readTypes), once(KernelTypes::readSymbols));

    private final Supplier<Btf> types;
    private final Supplier<List<String>> symbols;

    private KernelTypes(Supplier<Btf> types, Supplier<List<String>> symbols) {
        this.types = types;
        this.symbols = symbols;
    }

    /** Those of the running kernel, which every user of a process shares. */
    public static KernelTypes running() {
        return RUNNING;
    }

    /** The types. */
    public Btf types() {
        return types.get();
    }

    /** The id of the function of that name. */
    OptionalInt function(String name) {
        return types().find(name, BtfType.Function.class);
    }

    /** The id of the variable of that name. */
    OptionalInt variable(String name) {
        return types().find(name, BtfType.Variable.class);
    }

    /** The id of the typedef of that name. */
    OptionalInt typedef(String name) {
        return types().find(name, BtfType.Typedef.class);
    }

    /** The address of the symbol of that name, where the kernel tells it. */
    OptionalLong address(String name) {
        // ffffffff81000000 T _stext
        return symbols.get().stream()
                .filter(line -> line.endsWith(" " + name))
                .mapToLong(line -> Long.parseUnsignedLong(line, 0, line.indexOf(' '), 16))
                .findFirst();
    }

    private static Btf readTypes() {
        try {
            return BtfReader.read(VMLINUX.toString(), ByteBuffer.wrap(Files.readAllBytes(VMLINUX)));
        } catch (IOException | MalformedObjectException unreadable) {
            // Without types no symbol is found, and each program that needs one is told so.
            return new Btf(List.of());
        }
    }

    private static List<String> readSymbols() {
        try {
            return Files.readAllLines(KALLSYMS);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static <T> Supplier<T> once(Supplier<T> reader) {
        return new Supplier<>() {
            private T value;

            @Override
            public synchronized T get() {
                if (value == null) {
                    value = reader.get();
                }
                return value;
            }
        };
    }
}
