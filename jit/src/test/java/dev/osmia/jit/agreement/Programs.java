package dev.osmia.jit.agreement;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.Subprogram;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Programs of several functions, of nothing but their code, and types that say that each function gives an {@code int}. */
final class Programs {
    private static final int BTF_FUNC_STATIC = 0;

    /** One set of types for all programs: the kernel loads it once. */
    private static final Btf TYPES = new Btf(List.of(
            new BtfType.Int("int", Integer.BYTES, Integer.SIZE, 0, true, false, false),
            new BtfType.FunctionPrototype(1, List.of()),
            new BtfType.Function("function", 2, BTF_FUNC_STATIC)));

    private static final int FUNCTION = 3;

    private Programs() {}

    /** A program whose functions start where calls lead. */
    static Program of(String name, ProgramType type, Code code) {
        var one = Program.of(name, type, code);
        return new Program(
                name,
                one.section(),
                type,
                one.license(),
                false,
                code,
                functions(name, code),
                one.maps(),
                one.externals(),
                Optional.of(TYPES),
                one.lines());
    }

    private static List<Subprogram> functions(String name, Code code) {
        var starts = new TreeSet<Integer>(List.of(0));
        for (int slot = 0; slot < code.slots(); slot = code.next(slot)) {
            if (code.at(slot) instanceof Instruction.CallLocal call) {
                starts.add(slot + 1 + call.offset());
            } else if (code.at(slot) instanceof Instruction.LoadReference load
                    && load.reference() instanceof Reference.FunctionAddress callback) {
                starts.add(slot + 1 + callback.offset());
            }
        }
        var functions = new ArrayList<Subprogram>();
        for (int start : starts) {
            var next = starts.higher(start);
            functions.add(new Subprogram(
                    start == 0 ? name : name + start,
                    start,
                    next == null ? code.slots() : next,
                    OptionalInt.of(FUNCTION),
                    start == 0 ? Subprogram.Linkage.GLOBAL : Subprogram.Linkage.STATIC));
        }
        return functions;
    }
}
