package dev.osmia.program.assembly;

import dev.osmia.program.External;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.HelperContract;
import java.util.List;
import java.util.Optional;

/** What the numbers in call instructions are called. */
public interface Names {

    /** The helper with this number in {@code enum bpf_func_id}, such as {@code bpf_map_lookup_elem}. */
    Optional<String> helper(int id);

    /** The kfunc with this index among the program's externs, such as {@code bpf_dynptr_from_skb}. */
    Optional<String> kfunc(int external);

    /** No names: {@code call unknown#1}. */
    static Names none() {
        return of(id -> Optional.empty(), external -> Optional.empty());
    }

    /** The names of the contracts, and of a program's externs. */
    static Names of(Contracts contracts, List<External> externals) {
        return of(
                id -> contracts.helper(id).map(HelperContract::name),
                external -> external >= 0 && external < externals.size()
                        ? Optional.of(externals.get(external).name())
                        : Optional.empty());
    }

    /** The names that two functions give. */
    static Names of(Lookup helpers, Lookup kfuncs) {
        return new Names() {
            @Override
            public Optional<String> helper(int id) {
                return helpers.find(id);
            }

            @Override
            public Optional<String> kfunc(int external) {
                return kfuncs.find(external);
            }
        };
    }

    /** Finds a name by number. */
    interface Lookup {
        Optional<String> find(int number);
    }
}
