package dev.osmia.program.object;

import dev.osmia.program.Subprogram;
import dev.osmia.program.btf.BtfExt;
import dev.osmia.program.btf.CoreRelocation;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.program.elf.Elf;
import dev.osmia.program.elf.ElfFile;
import dev.osmia.program.elf.ElfRelocation;
import dev.osmia.program.elf.ElfSection;
import dev.osmia.program.elf.ElfSymbol;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.instruction.RawInstruction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Cuts executable sections into functions. Functions see parts of their section's tables instead of copies: symbols may overlap, and a
 * small file could otherwise ask for gigabytes.
 */
final class FunctionReader {
    private static final String TEXT = ".text";

    private final ElfFile elf;
    private final Map<String, NavigableMap<Integer, SourceLine>> lines = new HashMap<>();
    private final Map<String, NavigableMap<Integer, Integer>> btfFunctions = new HashMap<>();
    private final Map<String, NavigableMap<Integer, CoreRelocation>> coreRelocations = new HashMap<>();

    FunctionReader(ElfFile elf, BtfExt ext) {
        this.elf = elf;
        for (var info : ext.lines()) {
            lines.computeIfAbsent(info.section(), unused -> new TreeMap<>()).put(slot(info.offset()), info.line());
        }
        for (var info : ext.functions()) {
            btfFunctions
                    .computeIfAbsent(info.section(), unused -> new TreeMap<>())
                    .put(slot(info.offset()), info.type());
        }
        for (var relocation : ext.relocations()) {
            if (relocation.offset() % RawInstruction.BYTES != 0) {
                throw new MalformedObjectException(
                        elf.name(),
                        relocation.fileOffset(),
                        "a CO-RE relocation of a whole instruction",
                        "offset 0x" + Long.toHexString(relocation.offset()));
            }
            coreRelocations
                    .computeIfAbsent(relocation.section(), unused -> new TreeMap<>())
                    .put(slot(relocation.offset()), relocation);
        }
    }

    private static int slot(long offset) {
        return (int) (offset / RawInstruction.BYTES);
    }

    List<FunctionSpec> read() {
        var bySection = new HashMap<Integer, List<ElfSymbol>>();
        for (var symbol : elf.symbols()) {
            if (symbol.isFunction()) {
                bySection
                        .computeIfAbsent(symbol.section(), unused -> new ArrayList<>())
                        .add(symbol);
            }
        }
        var functions = new ArrayList<FunctionSpec>();
        for (var section : elf.sections()) {
            if (section.executable() && section.size() > 0) {
                functions.addAll(read(section, bySection.getOrDefault(section.index(), List.of())));
            }
        }
        return functions;
    }

    private List<FunctionSpec> read(ElfSection section, List<ElfSymbol> symbols) {
        var slots = slots(section);
        var relocations = new TreeMap<Integer, Relocation>();
        for (var relocation : elf.relocations(section.index())) {
            if (relocation.offset() % RawInstruction.BYTES != 0) {
                throw new MalformedObjectException(
                        elf.name(),
                        relocation.fileOffset(),
                        "a relocation of a whole instruction in " + section.name(),
                        "offset 0x" + Long.toHexString(relocation.offset()));
            }
            relocations.put(slot(relocation.offset()), relocation(relocation));
        }
        var functions = new ArrayList<FunctionSpec>();
        for (var symbol : symbols) {
            functions.add(function(section, symbol, slots, relocations));
        }
        functions.sort(Comparator.comparingInt(FunctionSpec::start));
        return functions;
    }

    private static Relocation relocation(ElfRelocation relocation) {
        var symbol = relocation.symbol();
        return new Relocation(
                relocation.offset(),
                relocation.type(),
                new Relocation.Symbol(symbol.name(), symbol.section(), symbol.value(), symbol.isExternal()),
                relocation.fileOffset());
    }

    private List<RawInstruction> slots(ElfSection section) {
        int length = section.bytes().length();
        if (length % RawInstruction.BYTES != 0) {
            throw new MalformedObjectException(
                    elf.name(),
                    section.header() + 32,
                    "whole instructions of " + RawInstruction.BYTES + " bytes in section " + section.name(),
                    length + " bytes");
        }
        var slots = new ArrayList<RawInstruction>(length / RawInstruction.BYTES);
        for (int offset = 0; offset < length; offset += RawInstruction.BYTES) {
            slots.add(RawInstruction.ofLong(section.bytes().signed64(offset, "an instruction")));
        }
        return Collections.unmodifiableList(slots);
    }

    private FunctionSpec function(
            ElfSection section,
            ElfSymbol symbol,
            List<RawInstruction> slots,
            NavigableMap<Integer, Relocation> relocations) {
        var bytes = section.bytes().slice(0, section.size(), "section " + section.name());
        long size = symbol.size();
        if (size <= 0
                || size % RawInstruction.BYTES != 0
                || symbol.value() < 0
                || symbol.value() % RawInstruction.BYTES != 0
                || symbol.value() > section.size() - size) {
            throw bytes.malformed(
                    0,
                    "function " + symbol.name() + " to be whole instructions within the " + section.size()
                            + " bytes of section " + section.name(),
                    "%s bytes at 0x%x".formatted(Long.toUnsignedString(size), symbol.value()));
        }
        int start = slot(symbol.value());
        int end = start + slot(size);
        boolean global = symbol.binding() != Elf.STB_LOCAL;
        return new FunctionSpec(
                symbol.name(),
                section.name(),
                section.index(),
                start,
                slots.subList(start, end),
                global && !section.name().equals(TEXT),
                global && !symbol.isHidden() ? Subprogram.Linkage.GLOBAL : Subprogram.Linkage.STATIC,
                btfFunction(section, start),
                part(lines.get(section.name()), start, end),
                part(relocations, start, end),
                part(coreRelocations.get(section.name()), start, end),
                bytes.fileOffset(symbol.value()));
    }

    private OptionalInt btfFunction(ElfSection section, int start) {
        var type = btfFunctions.getOrDefault(section.name(), new TreeMap<>()).get(start);
        return type == null ? OptionalInt.empty() : OptionalInt.of(type);
    }

    private static <T> NavigableMap<Integer, T> part(NavigableMap<Integer, T> table, int start, int end) {
        return table == null
                ? Collections.emptyNavigableMap()
                : Collections.unmodifiableNavigableMap(table.subMap(start, true, end, false));
    }
}
