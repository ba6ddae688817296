package dev.osmia.runtime;

import dev.osmia.program.Program;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.memory.Pointer;
import java.util.List;

/**
 * A program with what its references stand for in one environment. Engines read it once, when they prepare the program.
 *
 * @param program the program
 * @param maps the maps, by the program's map index
 * @param kfuncs what each extern calls; for externs that are variables, null
 * @param symbols the address of each extern that is a variable; 0 for absent weak ones
 * @param helpers finds a helper by its number
 */
public record ProgramBinding(
        Program program, List<BpfMap> maps, List<HelperFunction> kfuncs, long[] symbols, Helpers helpers) {

    /** Finds the function of a helper. */
    @FunctionalInterface
    public interface Helpers {
        /** The function of the helper with this number in {@code enum bpf_func_id}. */
        HelperFunction find(int id);
    }

    /** The address of the subprogram that starts at the slot, as callbacks are passed. */
    public long functionPointer(int start) {
        for (int i = 0; i < program.subprograms().size(); i++) {
            if (program.subprograms().get(i).start() == start) {
                return Pointer.of(Pointer.FUNCTION, i);
            }
        }
        throw new IllegalArgumentException("no subprogram starts at slot=" + start);
    }
}
