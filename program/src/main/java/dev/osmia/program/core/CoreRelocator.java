package dev.osmia.program.core;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfNames;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.btf.CoreRelocation;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.instruction.RawInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adapts instructions to the layout of a kernel's types. What the kernel does not have makes an instruction a call of a helper that no
 * kernel has: harmless where the program asked first whether it exists, since the verifier then finds the call out of reach.
 */
public final class CoreRelocator {
    private final String file;
    private final Btf local;
    private final Btf target;
    private final CoreTypes types;
    private final Map<String, List<Integer>> targetsByName = new HashMap<>();
    private final Map<Access, CorePatch> patches = new HashMap<>();

    private record Access(int type, String access, CoreRelocation.Kind kind) {}

    /**
     * A relocator.
     *
     * @param file the object's name, for messages
     * @param local the object's types
     * @param target the types of the kernel that the program is to run on
     */
    public CoreRelocator(String file, Btf local, Btf target) {
        this.file = file;
        this.local = local;
        this.target = target;
        this.types = new CoreTypes(local, target);
        for (int id = 1; id <= target.size(); id++) {
            var name = target.type(id).name();
            if (!name.isEmpty()) {
                targetsByName
                        .computeIfAbsent(BtfNames.withoutFlavour(name), unused -> new ArrayList<>(1))
                        .add(id);
            }
        }
    }

    /**
     * Changes the instruction at an index.
     *
     * @param slots the function's instructions
     * @throws MalformedObjectException where the relocation makes no sense for the types or the instruction
     */
    public void apply(CoreRelocation relocation, List<RawInstruction> slots, int index) {
        try {
            var access = new Access(relocation.type(), relocation.access(), relocation.kind());
            var patch = patches.get(access);
            if (patch == null) {
                patch = patch(relocation);
                patches.put(access, patch);
            }
            patch.apply(slots, index);
        } catch (CoreProblem problem) {
            throw new MalformedObjectException(
                    file,
                    relocation.fileOffset(),
                    "%s for the CO-RE relocation of instruction %d of section %s"
                            .formatted(
                                    problem.expected(),
                                    relocation.offset() / RawInstruction.BYTES,
                                    relocation.section()),
                    problem.found());
        }
    }

    private CorePatch patch(CoreRelocation relocation) throws CoreProblem {
        var kind = relocation.kind();
        var spec = CoreSpecReader.read(local, relocation);
        var original = CoreValue.of(kind, spec);
        if (kind == CoreRelocation.Kind.TYPE_ID_LOCAL) {
            return new CorePatch(original, original, true);
        }
        var root = local.find(relocation.type()).orElse(null);
        if (root == null || root.name().isEmpty()) {
            throw new CoreProblem("a type with a name", local.declaration(relocation.type()));
        }
        CoreSpec found = null;
        CoreValue replacement = null;
        for (int candidate : targetsByName.getOrDefault(BtfNames.withoutFlavour(root.name()), List.of())) {
            var match = CoreTypes.sameKind(root, target.type(candidate))
                    ? CoreSpecMatcher.match(spec, kind, target, candidate, types)
                    : Optional.<CoreSpec>empty();
            if (match.isPresent()) {
                var value = CoreValue.of(kind, match.get());
                if (found == null) {
                    found = match.get();
                    replacement = value;
                } else if (found.bitOffset() != match.get().bitOffset() || replacement.value() != value.value()) {
                    throw new CoreProblem("one layout of " + local.declaration(relocation.type()), "several");
                }
            }
        }
        var adapted = found == null ? CoreValue.ofMissing(kind) : replacement;
        return new CorePatch(original, adapted, sizeMayChange(original, adapted));
    }

    /** Whether an access of another size still reads the value: pointers and unsigned numbers are extended by zeros. */
    private boolean sizeMayChange(CoreValue original, CoreValue replacement) {
        if (replacement == null || original.size() == replacement.size()) {
            return true;
        }
        var one = local.find(original.type()).orElse(null);
        var other = target.find(replacement.type()).orElse(null);
        return (one instanceof BtfType.Pointer && other instanceof BtfType.Pointer)
                || (one instanceof BtfType.Int number
                        && other instanceof BtfType.Int otherNumber
                        && !number.signed()
                        && !otherNumber.signed());
    }
}
