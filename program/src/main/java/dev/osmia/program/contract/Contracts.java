package dev.osmia.program.contract;

import dev.osmia.program.ProgramType;
import dev.osmia.program.btf.Btf;
import java.util.Collection;
import java.util.Optional;

/**
 * Everything callable or readable from a program, as data. The verifier asks this interface and knows nothing of what stands
 * behind a contract; the runtime declares each contract beside its implementation.
 */
public interface Contracts {

    /** The helper with this number in {@code enum bpf_func_id}. */
    Optional<HelperContract> helper(int id);

    /** The kfunc with this name. */
    Optional<KfuncContract> kfunc(String name);

    /** The context struct of a program type. */
    Optional<ContextContract> context(ProgramType type);

    /** The types of the kernel that programs are meant for; empty where they are not known. */
    default Optional<Btf> kernelTypes() {
        return Optional.empty();
    }

    /** All helpers, by number. */
    Collection<HelperContract> helpers();

    /** All kfuncs. */
    Collection<KfuncContract> kfuncs();
}
