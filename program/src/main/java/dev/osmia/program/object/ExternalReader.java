package dev.osmia.program.object;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.elf.Elf;
import dev.osmia.program.elf.ElfFile;
import dev.osmia.program.elf.ElfSymbol;
import dev.osmia.program.input.MalformedObjectException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds what an object leaves to the kernel: undefined symbols, and the data sections of BTF that say whose they are. */
final class ExternalReader {
    private static final String KSYMS = ".ksyms";

    private final ElfFile elf;
    private final Optional<Btf> btf;
    private final Map<String, Declaration> declarations = new HashMap<>();

    /** What BTF says about an extern: the section it belongs to, and its variable or function. */
    private record Declaration(String section, BtfType type) {}

    ExternalReader(ElfFile elf, Optional<Btf> btf) {
        this.elf = elf;
        this.btf = btf;
        btf.ifPresent(this::collectDeclarations);
    }

    private void collectDeclarations(Btf types) {
        for (int id = 1; id <= types.size(); id++) {
            if (types.type(id) instanceof BtfType.DataSection section
                    && (section.name().equals(ObjectSpec.KCONFIG)
                            || section.name().equals(KSYMS))) {
                for (var place : section.variables()) {
                    var type = types.type(place.variable());
                    declarations.put(type.name(), new Declaration(section.name(), type));
                }
            }
        }
    }

    /** All externs: values of the kernel's configuration first, as they lie in their map, then the others by name. */
    List<ExternalSpec> read() {
        var configuration = new ArrayList<ExternalSpec>();
        var others = new ArrayList<ExternalSpec>();
        for (var symbol : elf.symbols()) {
            if (symbol.isExternal()) {
                var external = external(symbol);
                (external.kind() == ExternalSpec.Kind.CONFIGURATION ? configuration : others).add(external);
            }
        }
        others.sort(Comparator.comparing(ExternalSpec::symbol));
        var all = layOut(configuration);
        all.addAll(others);
        return List.copyOf(all);
    }

    private ExternalSpec external(ElfSymbol symbol) {
        boolean weak = symbol.binding() == Elf.STB_WEAK;
        var declaration = declarations.get(symbol.name());
        if (declaration == null) {
            return new ExternalSpec(symbol.name(), ExternalSpec.Kind.UNDECLARED, weak, OptionalInt.empty(), 0);
        } else if (declaration.type() instanceof BtfType.Function function) {
            return new ExternalSpec(
                    symbol.name(), ExternalSpec.Kind.KERNEL_FUNCTION, weak, OptionalInt.of(function.prototype()), 0);
        }
        var variable = (BtfType.Variable) declaration.type();
        var kind = declaration.section().equals(ObjectSpec.KCONFIG)
                ? ExternalSpec.Kind.CONFIGURATION
                : ExternalSpec.Kind.KERNEL_VARIABLE;
        return new ExternalSpec(symbol.name(), kind, weak, OptionalInt.of(variable.type()), 0);
    }

    private List<ExternalSpec> layOut(List<ExternalSpec> configuration) {
        var sorted = new ArrayList<>(configuration);
        sorted.sort(Comparator.comparing(this::alignment, Comparator.reverseOrder())
                .thenComparing(this::size)
                .thenComparing(ExternalSpec::symbol));
        var placed = new ArrayList<ExternalSpec>();
        long offset = 0;
        for (var value : sorted) {
            offset = (offset + alignment(value) - 1) / alignment(value) * alignment(value);
            if (offset + size(value) > MapReader.MAX_DATA_BYTES) {
                throw new MalformedObjectException(
                        elf.name(),
                        ObjectSpec.KCONFIG + " of at most " + MapReader.MAX_DATA_BYTES + " bytes",
                        "a larger one");
            }
            placed.add(new ExternalSpec(value.symbol(), value.kind(), value.weak(), value.btfType(), (int) offset));
            offset += size(value);
        }
        return placed;
    }

    private int alignment(ExternalSpec value) {
        return btf.orElseThrow().alignmentOf(value.btfType().orElseThrow()).orElse(1);
    }

    private long size(ExternalSpec value) {
        return btf.orElseThrow()
                .sizeOf(value.btfType().orElseThrow())
                .orElseThrow(() -> new MalformedObjectException(
                        elf.name(), "a type of known size for the extern " + value.symbol(), "none"));
    }

    /** The same types, with the offsets of the externs in {@code .kconfig}. */
    static Btf layOutConfiguration(Btf btf, List<ExternalSpec> externals) {
        var found = btf.find(ObjectSpec.KCONFIG, BtfType.DataSection.class);
        if (found.isEmpty()) {
            return btf;
        }
        var offsets = new HashMap<String, Integer>();
        int size = 0;
        for (var external : externals) {
            if (external.kind() == ExternalSpec.Kind.CONFIGURATION) {
                offsets.put(external.symbol(), external.offset());
                size = external.offset()
                        + (int) btf.sizeOf(external.btfType().orElseThrow()).orElse(0);
            }
        }
        var variables = new ArrayList<BtfType.SectionVariable>();
        for (var place : ((BtfType.DataSection) btf.type(found.getAsInt())).variables()) {
            var offset = offsets.get(btf.type(place.variable()).name());
            if (offset != null) {
                variables.add(new BtfType.SectionVariable(place.variable(), offset, place.size()));
            }
        }
        var types = new ArrayList<BtfType>();
        for (int id = 1; id <= btf.size(); id++) {
            types.add(
                    id == found.getAsInt()
                            ? new BtfType.DataSection(ObjectSpec.KCONFIG, size, BtfLayout.sorted(variables))
                            : btf.type(id));
        }
        return btf.withTypes(types);
    }
}
