package dev.osmia.program.link;

import dev.osmia.program.External;
import dev.osmia.program.btf.BtfNames;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.program.object.ExternalSpec;
import dev.osmia.program.object.FunctionSpec;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.PlacedMap;
import dev.osmia.program.object.Relocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what relocations stand for: a function, a map, a variable in a map, or an extern. */
final class RelocationResolver {
    private static final int CALL = 0x85;
    private static final int LOAD_IMMEDIATE_64 = 0x18;
    private static final int BPF_PSEUDO_MAP_FD = 1;
    private static final int BPF_PSEUDO_MAP_VALUE = 2;
    private static final int BPF_PSEUDO_BTF_ID = 3;
    private static final int BPF_PSEUDO_FUNC = 4;
    private static final int BPF_PSEUDO_CALL = 1;
    private static final int BPF_PSEUDO_KFUNC_CALL = 2;

    private final ObjectSpec object;
    private final Map<Integer, NavigableMap<Integer, FunctionSpec>> functions = new HashMap<>();
    private final Map<PlacedMap.Place, Integer> definitions = new HashMap<>();
    private final Map<Integer, Integer> dataMaps = new HashMap<>();
    private final Map<String, ExternalSpec> externals = new HashMap<>();
    private final Map<String, Integer> used = new LinkedHashMap<>();
    private int configurationMap;

    RelocationResolver(ObjectSpec object) {
        this.object = object;
        for (var function : object.functions()) {
            functions
                    .computeIfAbsent(function.sectionIndex(), unused -> new TreeMap<>())
                    .putIfAbsent(function.start(), function);
        }
        for (int map = 0; map < object.placedMaps().size(); map++) {
            var placed = object.placedMaps().get(map);
            int index = map;
            placed.definition().ifPresent(place -> definitions.putIfAbsent(place, index));
            placed.dataSection().ifPresent(section -> dataMaps.putIfAbsent(section, index));
            if (placed.map().name().equals(ObjectSpec.KCONFIG)) {
                configurationMap = map;
            }
        }
        for (var external : object.externals()) {
            externals.put(external.symbol(), external);
        }
    }

    /** The externs that were referred to, in the order in which instructions count them. */
    List<External> externals() {
        var list = new ArrayList<External>();
        for (var symbol : used.keySet()) {
            var external = externals.get(symbol);
            list.add(new External(
                    BtfNames.withoutFlavour(symbol),
                    external.kind() == ExternalSpec.Kind.KERNEL_FUNCTION,
                    external.weak(),
                    external.btfType()));
        }
        return list;
    }

    /** The function of the object that the instruction calls or takes the address of. */
    Optional<FunctionSpec> functionAt(FunctionSpec caller, int index) {
        var raw = caller.slots().get(index);
        int slot = caller.start() + index;
        var relocation = caller.relocations().get(slot);
        boolean localCall = raw.opcode() == CALL && raw.source() == BPF_PSEUDO_CALL;
        if (relocation == null) {
            return localCall
                    ? Optional.of(function(caller, index, caller.sectionIndex(), (long) slot + raw.immediate() + 1))
                    : Optional.empty();
        }
        var symbol = relocation.symbol();
        if (!functions.containsKey(symbol.section())) {
            return Optional.empty();
        }
        checkType(caller, relocation, raw);
        if (localCall) {
            long target = symbol.value() / RawInstruction.BYTES + raw.immediate() + 1;
            return Optional.of(function(caller, index, symbol.section(), target));
        } else if (raw.opcode() == LOAD_IMMEDIATE_64) {
            long target = (symbol.value() + raw.immediate()) / RawInstruction.BYTES;
            return Optional.of(function(caller, index, symbol.section(), target));
        }
        throw malformed(caller, relocation, "a call or load that can refer to function " + symbol.name(), raw);
    }

    private FunctionSpec function(FunctionSpec caller, int index, int section, long slot) {
        var known = functions.getOrDefault(section, new TreeMap<>());
        var function = slot == (int) slot ? known.get((int) slot) : null;
        if (function == null) {
            throw new MalformedObjectException(
                    object.file(),
                    caller.fileOffset() + (long) index * RawInstruction.BYTES,
                    "the start of a function",
                    "a reference from function %s to instruction %d of section %d"
                            .formatted(caller.name(), slot, section));
        }
        return function;
    }

    /** The same call or load of a function's address, with the distance to the function. */
    RawInstruction reference(RawInstruction raw, int distance) {
        int form = raw.opcode() == CALL ? BPF_PSEUDO_CALL : BPF_PSEUDO_FUNC;
        return new RawInstruction(raw.opcode(), raw.destination(), form, raw.offset(), distance);
    }

    /** Resolves what refers to something other than a function of the object. */
    void resolve(FunctionSpec function, int index, List<RawInstruction> slots, int at) {
        var relocation = function.relocations().get(function.start() + index);
        var raw = slots.get(at);
        checkType(function, relocation, raw);
        if (raw.opcode() == CALL) {
            int external = external(function, relocation, true);
            slots.set(at, new RawInstruction(CALL, raw.destination(), BPF_PSEUDO_KFUNC_CALL, (short) 0, external));
            return;
        }
        if (index + 1 >= function.slots().size()) {
            throw malformed(function, relocation, "both halves of a 64-bit load", raw);
        }
        var place = place(function, relocation, raw);
        slots.set(at, new RawInstruction(raw.opcode(), raw.destination(), place.form(), raw.offset(), place.index()));
        var second = slots.get(at + 1);
        slots.set(
                at + 1,
                new RawInstruction(
                        second.opcode(), second.destination(), second.source(), second.offset(), place.offset()));
    }

    /** What a 64-bit load is to hold: its form, and the two immediates. */
    private record Place(int form, int index, int offset) {}

    private Place place(FunctionSpec function, Relocation relocation, RawInstruction raw) {
        var symbol = relocation.symbol();
        if (symbol.external()) {
            var external = externals.get(symbol.name());
            return external.kind() == ExternalSpec.Kind.CONFIGURATION
                    ? new Place(BPF_PSEUDO_MAP_VALUE, configurationMap, external.offset())
                    : new Place(BPF_PSEUDO_BTF_ID, external(function, relocation, false), 0);
        }
        var data = dataMaps.get(symbol.section());
        if (data != null) {
            return new Place(BPF_PSEUDO_MAP_VALUE, data, (int) symbol.value() + raw.immediate());
        }
        var map = definitions.get(new PlacedMap.Place(symbol.section(), symbol.value()));
        if (map != null) {
            return new Place(BPF_PSEUDO_MAP_FD, map, 0);
        }
        throw malformed(function, relocation, "a map, global data, a function or an extern", raw);
    }

    private int external(FunctionSpec function, Relocation relocation, boolean called) {
        var symbol = relocation.symbol();
        var external = externals.get(symbol.name());
        if (external == null || external.kind() == ExternalSpec.Kind.UNDECLARED) {
            throw new MalformedObjectException(
                    object.file(),
                    relocation.fileOffset(),
                    "a definition of '%s', or its declaration as __ksym or __kconfig, for section %s"
                            .formatted(symbol.name(), function.section()),
                    "neither");
        }
        if (called && external.kind() != ExternalSpec.Kind.KERNEL_FUNCTION) {
            throw new MalformedObjectException(
                    object.file(), relocation.fileOffset(), "a function to call", "variable '" + symbol.name() + "'");
        }
        return used.computeIfAbsent(symbol.name(), unused -> used.size());
    }

    private void checkType(FunctionSpec function, Relocation relocation, RawInstruction raw) {
        int expected = switch (raw.opcode()) {
            case CALL -> Relocation.R_BPF_64_32;
            case LOAD_IMMEDIATE_64 -> Relocation.R_BPF_64_64;
            default -> -1;
        };
        if (expected < 0) {
            throw malformed(function, relocation, "a call or a 64-bit load to relocate", raw);
        }
        if (relocation.type() != expected) {
            throw new MalformedObjectException(
                    object.file(),
                    relocation.fileOffset(),
                    "a relocation of type %d at offset 0x%x of section %s"
                            .formatted(expected, relocation.offset(), function.section()),
                    "type " + Integer.toUnsignedString(relocation.type()));
        }
    }

    private MalformedObjectException malformed(
            FunctionSpec function, Relocation relocation, String expected, RawInstruction raw) {
        var symbol = relocation.symbol();
        return new MalformedObjectException(
                object.file(),
                relocation.fileOffset(),
                "%s at offset 0x%x of section %s".formatted(expected, relocation.offset(), function.section()),
                "opcode 0x%02x with symbol '%s' of section %d"
                        .formatted(raw.opcode(), symbol.name(), symbol.section()));
    }
}
