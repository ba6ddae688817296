package dev.osmia.program;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A linked program: one flat sequence of instructions, its main function first and each subprogram that it reaches behind, as the
 * kernel is given it. Plain data: the maps are specs, the externs are names.
 *
 * @param name the main function's name
 * @param section the ELF section it came from, such as {@code tc}; empty where there was none
 * @param type what it hooks into
 * @param license the object's license, such as {@code GPL}
 * @param sleepable whether it may sleep ({@code BPF_F_SLEEPABLE})
 * @param code the instructions
 * @param subprograms in the order of their code; the first is the main function
 * @param maps what map references count into
 * @param externals what kfunc calls and kernel symbols count into
 * @param btf the object's types, where it has any
 * @param lines the source line of the first slot of each run of slots with the same line
 */
public record Program(
        String name,
        String section,
        ProgramType type,
        String license,
        boolean sleepable,
        Code code,
        List<Subprogram> subprograms,
        List<MapSpec> maps,
        List<External> externals,
        Optional<Btf> btf,
        NavigableMap<Integer, SourceLine> lines) {

    public Program {
        subprograms = List.copyOf(subprograms);
        maps = List.copyOf(maps);
        externals = List.copyOf(externals);
        lines = new TreeMap<>(lines);
    }

    /**
     * A program without maps, externs or source, as tests write it. Its functions are the main one and those that local calls and function
     * addresses reach, each up to the next.
     */
    public static Program of(String name, ProgramType type, Code code) {
        return new Program(
                name,
                "",
                type,
                "GPL",
                false,
                code,
                functions(name, code),
                List.of(),
                List.of(),
                Optional.empty(),
                new TreeMap<>(Map.of()));
    }

    private static List<Subprogram> functions(String name, Code code) {
        var starts = new TreeSet<>(Set.of(0));
        for (int slot = 0; slot < code.slots(); slot++) {
            int start = code.startsAt(slot) ? calledFrom(slot, code.at(slot)) : 0;
            if (code.startsAt(start)) {
                starts.add(start);
            }
        }
        var functions = new ArrayList<Subprogram>();
        for (int start : starts) {
            var end = starts.higher(start);
            functions.add(new Subprogram(
                    start == 0 ? name : "func" + functions.size(),
                    start,
                    end == null ? code.slots() : end,
                    OptionalInt.empty(),
                    start == 0 ? Subprogram.Linkage.GLOBAL : Subprogram.Linkage.STATIC));
        }
        return functions;
    }

    /** The slot of the function that an instruction calls or takes the address of; 0 for other instructions. */
    private static int calledFrom(int slot, Instruction instruction) {
        if (instruction instanceof Instruction.CallLocal call) {
            return slot + 1 + call.offset();
        }
        return instruction instanceof Instruction.LoadReference load
                        && load.reference() instanceof Reference.FunctionAddress function
                ? slot + 1 + function.offset()
                : 0;
    }

    /** The same program taken for another type. */
    public Program withType(ProgramType newType) {
        return new Program(name, section, newType, license, sleepable, code, subprograms, maps, externals, btf, lines);
    }

    /** The same program with these maps. */
    public Program withMaps(List<MapSpec> newMaps) {
        return new Program(name, section, type, license, sleepable, code, subprograms, newMaps, externals, btf, lines);
    }

    /** The same program with these externs. */
    public Program withExternals(List<External> newExternals) {
        return new Program(name, section, type, license, sleepable, code, subprograms, maps, newExternals, btf, lines);
    }

    /** The source line of the instruction at the slot, where the object has line info. */
    public Optional<SourceLine> lineAt(int slot) {
        return Optional.ofNullable(lines.floorEntry(slot)).map(Map.Entry::getValue);
    }

    /** The subprogram that the slot belongs to. */
    public Subprogram subprogramAt(int slot) {
        for (var subprogram : subprograms) {
            if (slot >= subprogram.start() && slot < subprogram.end()) {
                return subprogram;
            }
        }
        throw new IllegalArgumentException("slot=" + slot + " is beyond slots=" + code.slots());
    }

    /** Whether the license lets the program call GPL-only helpers ({@code license_is_gpl_compatible}). */
    public boolean gplCompatible() {
        return switch (license) {
            case "GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL" -> true;
            default -> false;
        };
    }
}
