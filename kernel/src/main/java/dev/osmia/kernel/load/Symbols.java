package dev.osmia.kernel.load;

import dev.osmia.program.External;
import dev.osmia.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the externs of a program are in the running kernel. Messages are those of {@code libbpf}, which resolves them elsewhere. */
final class Symbols {

    /** What an extern is. */
    sealed interface Resolved {
        /** A function or variable with this id in the kernel's types. */
        record Typed(int id) implements Resolved {}

        /** A variable of which only the address is known. */
        record Address(long value) implements Resolved {}

        /** The kernel has no such symbol, and the program can do without. */
        record Absent() implements Resolved {}
    }

    private final KernelTypes kernel;
    private final Program program;
    private String missing = "";

    private Symbols(KernelTypes kernel, Program program) {
        this.kernel = kernel;
        this.program = program;
    }

    /**
     * What was found.
     *
     * @param resolved by the program's extern index
     * @param missing why the program cannot be loaded; empty where it can
     */
    record Lookup(List<Resolved> resolved, String missing) {}

    static Lookup find(KernelTypes kernel, Program program) {
        return new Symbols(kernel, program).find();
    }

    private Lookup find() {
        var resolved = new ArrayList<Resolved>();
        for (var external : program.externals()) {
            resolved.add(external.function() || isTyped(external) ? typed(external) : address(external));
        }
        return new Lookup(List.copyOf(resolved), missing);
    }

    private boolean isTyped(External variable) {
        return variable.btfType().isPresent()
                && program.btf()
                        .map(types -> types.resolve(variable.btfType().getAsInt()) != 0)
                        .orElse(false);
    }

    private Resolved typed(External external) {
        OptionalInt id = external.function() ? kernel.function(external.name()) : kernel.variable(external.name());
        if (id.isPresent()) {
            return new Resolved.Typed(id.getAsInt());
        }
        return absent(
                external,
                external.function()
                        ? "extern (func ksym) '%s': not found in kernel or module BTFs"
                        : "extern (var ksym) '%s': not found in kernel BTF");
    }

    private Resolved address(External external) {
        var address = kernel.address(external.name());
        return address.isPresent()
                ? new Resolved.Address(address.getAsLong())
                : absent(external, "extern (ksym) '%s' not found");
    }

    private Resolved absent(External external, String message) {
        if (!external.weak() && missing.isEmpty()) {
            missing = message.formatted(external.name());
        }
        return new Resolved.Absent();
    }
}
