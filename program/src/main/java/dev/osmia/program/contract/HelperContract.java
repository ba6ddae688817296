package dev.osmia.program.contract;

import dev.osmia.program.ProgramType;
import java.util.List;
import java.util.Set;

/**
 * What the verifier knows of a helper: the kernel's {@code struct bpf_func_proto}.
 *
 * @param id the number in {@code enum bpf_func_id}
 * @param name with the prefix, such as {@code bpf_map_lookup_elem}
 * @param programTypes the program types that may call it
 * @param gplOnly whether only GPL-compatible programs may call it
 * @param returns what R0 is afterwards
 * @param arguments what R1 to R5 must be, as many as it takes
 * @param effects what else it does
 */
public record HelperContract(
        int id,
        String name,
        Set<ProgramType> programTypes,
        boolean gplOnly,
        ReturnContract returns,
        List<ArgumentContract> arguments,
        Set<Effect> effects) {
    public HelperContract {
        programTypes = Set.copyOf(programTypes);
        arguments = List.copyOf(arguments);
        effects = Set.copyOf(effects);
        if (arguments.size() > 5) {
            throw new IllegalArgumentException(name + " has arguments=" + arguments.size() + ", registers hold 5");
        }
    }

    /** How many arguments the kernel's prototype gives: what follows it does not look at. */
    public int checkedArguments() {
        int count = arguments.size();
        while (count > 0 && arguments.get(count - 1).kind() == ArgumentKind.DONTCARE) {
            count--;
        }
        return count;
    }

    /** Whether calling it has the effect. */
    public boolean has(Effect effect) {
        return effects.contains(effect);
    }
}
