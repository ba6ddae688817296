package dev.osmia.verifier.call;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.Subprogram;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.verifier.state.Rejection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What global functions take, read from their BTF ({@code btf_prepare_func_args}). */
final class FunctionPrototypes {
    private static final int MAXIMUM_ARGUMENTS = 5;
    private static final String TAG = "arg:";

    private final Program program;
    private final Btf btf;

    FunctionPrototypes(Program program) {
        this.program = program;
        this.btf = program.btf().orElse(null);
    }

    /** The arguments of the global function. */
    List<FunctionArgument> of(Subprogram subprogram) {
        if (btf == null
                || subprogram.btfFunction().isEmpty()
                || !(btf.type(subprogram.btfFunction().getAsInt()) instanceof BtfType.Function function)
                || !(btf.type(function.prototype()) instanceof BtfType.FunctionPrototype prototype)) {
            throw Rejection.of("Global functions need valid BTF");
        }
        int count = prototype.parameters().size();
        if (count > MAXIMUM_ARGUMENTS) {
            throw Rejection.of(
                    "Global function %s() with %d > %d args. Buggy compiler.",
                    function.name(), count, MAXIMUM_ARGUMENTS);
        }
        if (!isNumber(resolve(prototype.returns()))) {
            throw Rejection.of(
                    "Global function %s() doesn't return scalar. Only those are supported.", function.name());
        }
        var arguments = new ArrayList<FunctionArgument>(count);
        for (int i = 0; i < count; i++) {
            var tags = tags(subprogram.btfFunction().getAsInt(), i);
            arguments.add(
                    argument(function.name(), i, prototype.parameters().get(i).type(), tags));
        }
        return arguments;
    }

    private Set<String> tags(int function, int index) {
        var tags = new HashSet<String>();
        for (int id = 1; id <= btf.size(); id++) {
            if (btf.type(id) instanceof BtfType.DeclarationTag tag
                    && tag.target() == function
                    && tag.component() == index
                    && tag.name().startsWith(TAG)) {
                String name = tag.name().substring(TAG.length());
                switch (name) {
                    case "ctx", "trusted", "nonnull", "nullable", "arena", "untrusted" -> tags.add(name);
                    default -> throw Rejection.of("arg#%d has unsupported set of tags", index);
                }
            }
        }
        return tags;
    }

    private FunctionArgument argument(String function, int index, int type, Set<String> tags) {
        var resolved = resolve(type);
        if (!(resolved instanceof BtfType.Pointer pointer)) {
            return number(function, index, resolved, tags);
        }
        var target = resolve(pointer.target());
        if (tags.contains("ctx") || isContext(target)) {
            requireOnly(tags, index, "ctx");
            return FunctionArgument.of(FunctionArgument.Kind.CONTEXT);
        }
        if (target instanceof BtfType.Composite struct && struct.name().equals("bpf_dynptr")) {
            requireOnly(tags, index, "");
            return FunctionArgument.of(FunctionArgument.Kind.DYNPTR);
        }
        if (tags.contains("trusted")) {
            if (tags.contains("nonnull")) {
                throw invalidTags(index);
            }
            String name = target == null ? "" : target.name();
            return new FunctionArgument(
                    FunctionArgument.Kind.TRUSTED_STRUCT, 0, tags.contains("nullable"), withoutFlavour(name));
        }
        if (tags.contains("arena")) {
            return FunctionArgument.of(FunctionArgument.Kind.ARENA);
        }
        return memory(index, target, tags);
    }

    private FunctionArgument number(String function, int index, BtfType type, Set<String> tags) {
        if (!tags.isEmpty()) {
            throw Rejection.of("arg#%d has pointer tag, but is not a pointer type", index);
        }
        if (!isNumber(type)) {
            throw Rejection.of("Arg#%d type %s in %s() is not supported yet.", index, BtfKinds.name(type), function);
        }
        return FunctionArgument.of(FunctionArgument.Kind.SCALAR);
    }

    private FunctionArgument memory(int index, BtfType target, Set<String> tags) {
        if (tags.contains("nullable")) {
            throw invalidTags(index);
        }
        long size = sizeOf(target);
        if (size < 0) {
            String name = target == null ? "(anon)" : target.name();
            throw Rejection.of(
                    "arg#%d reference type('%s %s') size cannot be determined: -22",
                    index, BtfKinds.name(target), name);
        }
        return new FunctionArgument(FunctionArgument.Kind.MEMORY, (int) size, !tags.contains("nonnull"), "");
    }

    private static void requireOnly(Set<String> tags, int index, String allowed) {
        for (String tag : tags) {
            if (!tag.equals(allowed)) {
                throw invalidTags(index);
            }
        }
    }

    private static Rejection invalidTags(int index) {
        return Rejection.of("arg#%d has invalid combination of tags", index);
    }

    private boolean isContext(BtfType target) {
        return target instanceof BtfType.Composite struct
                && !struct.union()
                && isContextName(program.type(), struct.name());
    }

    /** Whether a struct of the name is what programs of the type see as their context. */
    private static boolean isContextName(ProgramType type, String name) {
        return switch (type) {
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> name.equals("bpf_raw_tracepoint_args");
            case KPROBE -> name.equals("pt_regs") || name.equals("bpf_user_pt_regs_t");
            case PERF_EVENT -> name.equals("bpf_perf_event_data");
            default -> !type.contextName().isEmpty() && name.equals(type.contextName());
        };
    }

    private static String withoutFlavour(String name) {
        int flavour = name.indexOf("___");
        return flavour < 0 ? name : name.substring(0, flavour);
    }

    private static boolean isNumber(BtfType type) {
        return type instanceof BtfType.Int || type instanceof BtfType.Enumeration;
    }

    /** The type behind typedefs and qualifiers; null for {@code void}. */
    private BtfType resolve(int type) {
        int id = type;
        while (id != 0) {
            var found = btf.type(id);
            if (found instanceof BtfType.Typedef typedef) {
                id = typedef.target();
            } else if (found instanceof BtfType.Qualifier qualifier) {
                id = qualifier.target();
            } else {
                return found;
            }
        }
        return null;
    }

    /** Bytes of a type; -1 where it has no size. */
    private long sizeOf(BtfType type) {
        if (type instanceof BtfType.Int number) {
            return number.size();
        }
        if (type instanceof BtfType.Enumeration enumeration) {
            return enumeration.size();
        }
        if (type instanceof BtfType.Composite struct) {
            return struct.size();
        }
        if (type instanceof BtfType.FloatingPoint number) {
            return number.size();
        }
        if (type instanceof BtfType.Pointer) {
            return 8;
        }
        if (type instanceof BtfType.Array array) {
            long element = sizeOf(resolve(array.element()));
            return element < 0 ? -1 : element * array.length();
        }
        return -1;
    }
}
