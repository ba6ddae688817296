package dev.osmia.jit.agreement;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.Subprogram;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Programs of several functions, of nothing but their code. */
final class Programs {
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
                one.btf(),
                one.lines());
    }

    private static List<Subprogram> functions(String name, Code code) {
        var starts = new TreeSet<Integer>(List.of(0));
        for (int slot = 0; slot < code.slots(); slot = code.next(slot)) {
            if (code.at(slot) instanceof Instruction.CallLocal call) {
                starts.add(slot + 1 + call.offset());
            }
        }
        var functions = new ArrayList<Subprogram>();
        for (int start : starts) {
            var next = starts.higher(start);
            functions.add(new Subprogram(
                    start == 0 ? name : name + start,
                    start,
                    next == null ? code.slots() : next,
                    OptionalInt.empty(),
                    start == 0 ? Subprogram.Linkage.GLOBAL : Subprogram.Linkage.STATIC));
        }
        return functions;
    }
}
