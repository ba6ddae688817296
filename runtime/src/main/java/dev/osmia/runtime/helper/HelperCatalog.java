package dev.osmia.runtime.helper;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.contract.ContextContract;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.runtime.HelperFunction;
import dev.osmia.runtime.ProgramBinding;
import dev.osmia.runtime.context.ContextStructs;
import dev.osmia.runtime.map.BpfMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Every helper and kfunc, by number and name, each declared beside its implementation. Immutable; an application that has helpers of
 * its own adds them to a {@link #builder()}.
 */
public final class HelperCatalog implements Contracts {
    private static final HelperCatalog STANDARD = builder().build();

    private final Map<Integer, Helper> helpers;
    private final Map<String, Kfunc> kfuncs;
    private final Supplier<Optional<Btf>> kernelTypes;

    private HelperCatalog(Builder builder) {
        helpers = new TreeMap<>(builder.helpers);
        kfuncs = new TreeMap<>(builder.kfuncs);
        kernelTypes = builder.kernelTypes;
    }

    /** All that Osmia has. */
    public static HelperCatalog standard() {
        return STANDARD;
    }

    /** Starts with all that Osmia has. */
    public static Builder builder() {
        var builder = new Builder();
        MapHelpers.declare(builder);
        TimeHelpers.declare(builder);
        RingBufferHelpers.declare(builder);
        XdpHelpers.declare(builder);
        SocketBufferHelpers.declare(builder);
        SocketBufferResizeHelpers.declare(builder);
        SocketBufferFieldHelpers.declare(builder);
        ChecksumHelpers.declare(builder);
        DynptrHelpers.declare(builder);
        DynptrKfuncs.declare(builder);
        ControlHelpers.declare(builder);
        ControlKfuncs.declare(builder);
        ObjectKfuncs.declare(builder);
        KernelKfuncs.declare(builder);
        NetworkKfuncs.declare(builder);
        IteratorKfuncs.declare(builder);
        OutputHelpers.declare(builder);
        RedirectHelpers.declare(builder);
        TextHelpers.declare(builder);
        HostHelpers.declare(builder);
        SocketHelpers.declare(builder);
        SyncookieHelpers.declare(builder);
        StorageHelpers.declare(builder);
        TunnelHelpers.declare(builder);
        SocketMapHelpers.declare(builder);
        CgroupHelpers.declare(builder);
        TaskHelpers.declare(builder);
        TracingHelpers.declare(builder);
        KernelObjectHelpers.declare(builder);
        SystemCallHelpers.declare(builder);
        return builder;
    }

    /** Collects helpers and kfuncs; a later declaration replaces an earlier one. */
    public static final class Builder {
        private final Map<Integer, Helper> helpers = new TreeMap<>();
        private final Map<String, Kfunc> kfuncs = new TreeMap<>();
        private Supplier<Optional<Btf>> kernelTypes = Optional::empty;

        private Builder() {}

        /** The types of the kernel that programs are meant for, which those need that read its structs. */
        public Builder kernelTypes(Btf types) {
            return kernelTypes(() -> Optional.of(types));
        }

        /** Likewise, of types that are only read when the first program needs them. */
        public Builder kernelTypes(Supplier<Optional<Btf>> types) {
            kernelTypes = types;
            return this;
        }

        /** Declares a helper by its number in {@code enum bpf_func_id}. */
        public HelperDeclaration helper(int id, String name) {
            return new HelperDeclaration(id, name, helper -> helpers.put(id, helper));
        }

        /** Declares a kfunc. */
        public KfuncDeclaration kfunc(String name) {
            return new KfuncDeclaration(name, kfunc -> kfuncs.put(name, kfunc));
        }

        /** The catalog. */
        public HelperCatalog build() {
            return new HelperCatalog(this);
        }
    }

    /** What the helper with this number does for programs of this type; empty where there is none, or it cannot run yet. */
    public Optional<HelperFunction> helperFunction(int id, ProgramType type) {
        return Optional.ofNullable(helpers.get(id))
                .flatMap(helper -> helper.implementation().of(type));
    }

    /** What the kfunc with this name does for programs of this type; empty where there is none, or it cannot run yet. */
    public Optional<HelperFunction> kfuncFunction(String name, ProgramType type) {
        return Optional.ofNullable(kfuncs.get(name))
                .flatMap(kfunc -> kfunc.implementation().of(type));
    }

    /**
     * A program with what its references stand for.
     *
     * @param maps the program's maps, in its order
     */
    public ProgramBinding bind(Program program, List<BpfMap> maps) {
        return new ProgramBinder(this).bind(program, maps);
    }

    /**
     * The first helper or kfunc that the program calls and that cannot run yet, by name; empty where all can.
     *
     * @param reached the slots that some path reaches: calls elsewhere do not matter
     */
    public Optional<String> missing(Program program, IntPredicate reached) {
        return new ProgramBinder(this).missing(program, reached);
    }

    @Override
    public Optional<HelperContract> helper(int id) {
        return Optional.ofNullable(helpers.get(id)).map(Helper::contract);
    }

    @Override
    public Optional<KfuncContract> kfunc(String name) {
        return Optional.ofNullable(kfuncs.get(name)).map(Kfunc::contract);
    }

    @Override
    public Optional<ContextContract> context(ProgramType type) {
        return ContextStructs.contract(type);
    }

    @Override
    public Optional<Btf> kernelTypes() {
        return kernelTypes.get();
    }

    @Override
    public List<HelperContract> helpers() {
        return helpers.values().stream().map(Helper::contract).toList();
    }

    @Override
    public List<KfuncContract> kfuncs() {
        return kfuncs.values().stream().map(Kfunc::contract).toList();
    }
}
