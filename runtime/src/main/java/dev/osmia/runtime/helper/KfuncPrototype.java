package dev.osmia.runtime.helper;

import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Flag;
import dev.osmia.program.contract.KfuncArgument.Kind;
import dev.osmia.program.contract.KfuncContract.Returns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A kfunc's C prototype, from which the kernel's verifier takes what it needs: types, and suffixes of parameter names ({@code
 * Documentation/bpf/kfuncs.rst}).
 */
final class KfuncPrototype {
    private static final Pattern FORM = Pattern.compile("(.*?)(\\w+)\\((.*)\\)");
    private static final Pattern PARAMETER = Pattern.compile("(.*?)(\\w+)");
    private static final Pattern STRUCT = Pattern.compile("(const )?struct (\\w+) \\*");

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("bool", 1),
            Map.entry("char", 1),
            Map.entry("u8", 1),
            Map.entry("u16", 2),
            Map.entry("__be16", 2),
            Map.entry("int", 4),
            Map.entry("unsigned int", 4),
            Map.entry("u32", 4),
            Map.entry("s32", 4),
            Map.entry("enum", 4),
            Map.entry("long", 8),
            Map.entry("size_t", 8),
            Map.entry("u64", 8),
            Map.entry("s64", 8));

    private static final Map<String, Integer> ITERATORS = Map.of(
            "bpf_iter_bits", 16,
            "bpf_iter_task", 24,
            "bpf_iter_css", 24,
            "bpf_iter_css_task", 8,
            "bpf_iter_task_vma", 8);

    private static final int DYNPTR_BYTES = 16;

    private final String name;
    private final Returns returns;
    private final List<KfuncArgument> arguments = new ArrayList<>();

    private KfuncPrototype(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("no prototype: " + text);
        }
        name = form.group(2);
        returns = returns(form.group(1).strip());
        var parameters = form.group(3).isBlank() ? new String[0] : form.group(3).split(", ");
        for (int i = 0; i < parameters.length; i++) {
            arguments.add(argument(parameters, i));
        }
    }

    /** Starts the declaration of a kfunc with this prototype. */
    static KfuncDeclaration declare(HelperCatalog.Builder catalog, String text) {
        var prototype = new KfuncPrototype(text);
        return catalog.kfunc(prototype.name)
                .returns(prototype.returns)
                .takes(prototype.arguments.toArray(KfuncArgument[]::new));
    }

    private static Returns returns(String type) {
        var struct = STRUCT.matcher(type);
        if (struct.matches()) {
            return new Returns(Returns.Kind.BTF_ID, struct.group(2), 0);
        }
        if (type.equals("void")) {
            return Returns.NOTHING;
        }
        if (type.equals("void *")) {
            // Nothing is known of what it points to: for the verifier, a number.
            return new Returns(Returns.Kind.SCALAR, "u64", Long.BYTES);
        }
        return type.endsWith("*")
                ? new Returns(Returns.Kind.MEMORY, pointed(type), size(pointed(type)))
                : new Returns(Returns.Kind.SCALAR, type, size(type));
    }

    private static String pointed(String pointer) {
        return pointer.replace("const ", "").replace("*", "").strip();
    }

    private static int size(String type) {
        var size = NUMBERS.get(type.startsWith("enum ") ? "enum" : type);
        if (size == null) {
            throw new IllegalArgumentException("no number: " + type);
        }
        return size;
    }

    private static KfuncArgument argument(String[] parameters, int index) {
        var parameter = PARAMETER.matcher(parameters[index]);
        if (!parameter.matches()) {
            throw new IllegalArgumentException("no parameter: " + parameters[index]);
        }
        String type = parameter.group(1).strip();
        String full = parameter.group(2);
        int suffix = full.indexOf("__");
        String plain = suffix < 0 ? full : full.substring(0, suffix);
        if (full.endsWith("__ign") || full.endsWith("__prog")) {
            return KfuncArgument.of(plain, Kind.IGNORED);
        }
        if (!type.endsWith("*")) {
            return number(plain, full);
        }
        var flags = full.endsWith("__nullable") || full.endsWith("__opt") ? new Flag[] {Flag.NULLABLE} : new Flag[0];
        boolean sized = index + 1 < parameters.length && parameters[index + 1].matches(".*__szk?");
        return pointer(plain, full, type, sized, flags);
    }

    private static KfuncArgument number(String plain, String full) {
        if (full.endsWith("__szk")) {
            return KfuncArgument.of(plain, Kind.MEMORY_SIZE, Flag.CONSTANT);
        }
        if (full.endsWith("__sz")) {
            return KfuncArgument.of(plain, Kind.MEMORY_SIZE);
        }
        return full.endsWith("__k")
                ? KfuncArgument.of(plain, Kind.SCALAR, Flag.CONSTANT)
                : KfuncArgument.of(plain, Kind.SCALAR);
    }

    private static KfuncArgument pointer(String plain, String full, String type, boolean sized, Flag... flags) {
        if (full.endsWith("__map")) {
            return KfuncArgument.of(plain, Kind.MAP);
        }
        if (full.endsWith("__str")) {
            return KfuncArgument.of(plain, Kind.CONST_STR);
        }
        if (plain.startsWith("callback")) {
            return KfuncArgument.of(plain, Kind.CALLBACK);
        }
        if (sized) {
            return KfuncArgument.of(plain, Kind.SIZED_MEMORY, flags);
        }
        var struct = STRUCT.matcher(type);
        if (!struct.matches()) {
            return KfuncArgument.of(plain, Kind.MEMORY, pointed(type), size(pointed(type)), flags);
        }
        String tag = struct.group(2);
        if (ITERATORS.containsKey(tag)) {
            return KfuncArgument.of(plain, Kind.ITERATOR, tag, ITERATORS.get(tag), flags);
        }
        return switch (tag) {
            case "__sk_buff", "xdp_md" -> KfuncArgument.of(plain, Kind.CONTEXT, tag, 0, flags);
            case "bpf_dynptr" -> KfuncArgument.of(plain, Kind.DYNPTR, tag, DYNPTR_BYTES, flags);
            case "bpf_wq" -> KfuncArgument.of(plain, Kind.WORKQUEUE, tag, 0, flags);
            default -> KfuncArgument.of(plain, Kind.BTF_ID, tag, 0, flags);
        };
    }
}
