package dev.osmia.program.object;

import dev.osmia.program.Subprogram;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.elf.Elf;
import dev.osmia.program.elf.ElfFile;
import dev.osmia.program.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what clang leaves open in BTF and the ELF file knows: the sizes of data sections, where in them the global variables are, and
 * which functions are hidden.
 */
final class BtfLayout {
    private final ElfFile elf;
    private final Map<String, ElfSymbol> symbols = new HashMap<>();

    private BtfLayout(ElfFile elf) {
        this.elf = elf;
        for (var symbol : elf.symbols()) {
            if (symbol.binding() != Elf.STB_LOCAL) {
                symbols.putIfAbsent(symbol.name(), symbol);
            }
        }
    }

    static BtfLayout of(ElfFile elf) {
        return new BtfLayout(elf);
    }

    Btf apply(Btf btf) {
        var types = new ArrayList<BtfType>(btf.size());
        for (int id = 1; id <= btf.size(); id++) {
            var type = btf.type(id);
            types.add(type instanceof BtfType.DataSection section ? layOut(btf, section) : withLinkage(type));
        }
        return btf.withTypes(types);
    }

    /** A global function that no other object sees is verified with its callers, as a static one; only its symbol tells. */
    private BtfType withLinkage(BtfType type) {
        boolean hidden = type instanceof BtfType.Function
                && symbols.containsKey(type.name())
                && symbols.get(type.name()).isHidden();
        return hidden
                ? new BtfType.Function(
                        type.name(), ((BtfType.Function) type).prototype(), Subprogram.Linkage.STATIC.ordinal())
                : type;
    }

    private BtfType layOut(Btf btf, BtfType.DataSection type) {
        var section = elf.section(type.name());
        if (section.isEmpty() || type.size() != 0 || section.get().size() > Integer.MAX_VALUE) {
            return type;
        }
        int index = section.get().index();
        var variables = new ArrayList<BtfType.SectionVariable>();
        for (var place : type.variables()) {
            var name = btf.type(place.variable()).name();
            var symbol = symbols.get(name);
            boolean known = symbol != null && symbol.section() == index && symbol.value() == (int) symbol.value();
            variables.add(
                    known ? new BtfType.SectionVariable(place.variable(), (int) symbol.value(), place.size()) : place);
        }
        return new BtfType.DataSection(type.name(), (int) section.get().size(), sorted(variables));
    }

    static List<BtfType.SectionVariable> sorted(List<BtfType.SectionVariable> variables) {
        var sorted = new ArrayList<>(variables);
        sorted.sort(Comparator.comparing(BtfType.SectionVariable::offset, Integer::compareUnsigned));
        return List.copyOf(sorted);
    }
}
