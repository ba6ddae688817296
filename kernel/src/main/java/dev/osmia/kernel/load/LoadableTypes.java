package dev.osmia.kernel.load;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An object's types as the kernel takes them. The kernel knows no externs in BTF: they become functions and variables that are there,
 * under the ids they have, and the section {@code .ksyms} keeps only variables, each of the size of an {@code int}.
 */
final class LoadableTypes {
    private static final String KSYMS = ".ksyms";

    // enum btf_func_linkage of linux/btf.h.
    private static final int BTF_FUNC_GLOBAL = 1;
    private static final int BTF_FUNC_EXTERN = 2;

    private final Btf btf;
    private final int number;
    private final Set<Integer> externPrototypes = new HashSet<>();
    private final Set<Integer> kernelVariables = new HashSet<>();

    private LoadableTypes(Btf btf) {
        this.btf = btf;
        number = findNumber(btf);
        for (int id = 1; id <= btf.size(); id++) {
            var type = btf.type(id);
            if (isExtern(type)) {
                externPrototypes.add(((BtfType.Function) type).prototype());
            } else if (isKernelSymbols(type)) {
                ((BtfType.DataSection) type).variables().forEach(place -> kernelVariables.add(place.variable()));
            }
        }
    }

    static Btf of(Btf btf) {
        return new LoadableTypes(btf).loadable();
    }

    private Btf loadable() {
        var types = new ArrayList<BtfType>(btf.size() + 1);
        for (int id = 1; id <= btf.size(); id++) {
            types.add(loadable(id, btf.type(id)));
        }
        if (number > btf.size()) {
            types.add(new BtfType.Int("int", Integer.BYTES, Integer.SIZE, 0, true, false, false));
        }
        return btf.withTypes(types);
    }

    private BtfType loadable(int id, BtfType type) {
        if (isExtern(type)) {
            return new BtfType.Function(type.name(), ((BtfType.Function) type).prototype(), BTF_FUNC_GLOBAL);
        } else if (type instanceof BtfType.FunctionPrototype prototype && externPrototypes.contains(id)) {
            return withNames(prototype);
        } else if (type instanceof BtfType.Variable variable && variable.linkage() == BtfType.Variable.GLOBAL_EXTERN) {
            int known = kernelVariables.contains(id) ? number : variable.type();
            return new BtfType.Variable(variable.name(), known, BtfType.Variable.GLOBAL_ALLOCATED);
        } else if (isKernelSymbols(type)) {
            return withoutFunctions((BtfType.DataSection) type);
        }
        return type;
    }

    /** The kernel wants a name for each parameter of a function. */
    private static BtfType withNames(BtfType.FunctionPrototype prototype) {
        var parameters = new ArrayList<BtfType.Parameter>();
        for (var parameter : prototype.parameters()) {
            boolean nameless = parameter.name().isEmpty() && parameter.type() != 0;
            parameters.add(nameless ? new BtfType.Parameter("unnamed", parameter.type()) : parameter);
        }
        return new BtfType.FunctionPrototype(prototype.returns(), List.copyOf(parameters));
    }

    private BtfType withoutFunctions(BtfType.DataSection section) {
        var places = new ArrayList<BtfType.SectionVariable>();
        for (var place : section.variables()) {
            if (btf.type(place.variable()) instanceof BtfType.Variable) {
                places.add(new BtfType.SectionVariable(place.variable(), places.size() * Integer.BYTES, Integer.BYTES));
            }
        }
        int size = Math.max(1, places.size()) * Integer.BYTES;
        return new BtfType.DataSection(section.name(), size, List.copyOf(places));
    }

    private static boolean isExtern(BtfType type) {
        return type instanceof BtfType.Function function && function.linkage() == BTF_FUNC_EXTERN;
    }

    private static boolean isKernelSymbols(BtfType type) {
        return type instanceof BtfType.DataSection section && section.name().equals(KSYMS);
    }

    /** The id of a number of four bytes; that of the type behind the last one where there is none yet. */
    private static int findNumber(Btf btf) {
        for (int id = 1; id <= btf.size(); id++) {
            if (btf.type(id) instanceof BtfType.Int number && number.size() == Integer.BYTES) {
                return id;
            }
        }
        return btf.size() + 1;
    }
}
