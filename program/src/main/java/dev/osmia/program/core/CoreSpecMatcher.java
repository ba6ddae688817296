package dev.osmia.program.core;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.btf.CoreRelocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a local access by name through a candidate among the target's types. */
final class CoreSpecMatcher {
    private static final int MAX_MEMBERS = 1 << 20;
    private static final int MAX_ANONYMOUS_DEPTH = CoreSpec.MAX_LENGTH;

    private final CoreSpec local;
    private final Btf target;
    private final CoreTypes types;
    private final List<CoreSpec.Accessor> accessors = new ArrayList<>();
    private long bitOffset;
    private int next;
    private int membersSeen;

    private CoreSpecMatcher(CoreSpec local, Btf target, CoreTypes types) {
        this.local = local;
        this.target = target;
        this.types = types;
    }

    /** The same access in the candidate; empty where the candidate does not have it. */
    static Optional<CoreSpec> match(
            CoreSpec local, CoreRelocation.Kind kind, Btf target, int candidate, CoreTypes types) throws CoreProblem {
        var matcher = new CoreSpecMatcher(local, target, types);
        boolean found = switch (CoreKinds.subject(kind)) {
            case TYPE ->
                kind == CoreRelocation.Kind.TYPE_MATCHES
                        ? types.matches(local.root(), candidate)
                        : types.compatible(local.root(), candidate);
            case ENUMERATOR -> matcher.matchEnumerator(candidate);
            case FIELD -> matcher.matchField(candidate);
        };
        return found
                ? Optional.of(new CoreSpec(target, candidate, matcher.accessors, matcher.bitOffset))
                : Optional.empty();
    }

    private boolean matchEnumerator(int candidate) {
        int id = target.resolve(candidate);
        if (target.find(id).orElse(null) instanceof BtfType.Enumeration enumeration) {
            var enumerators = enumeration.enumerators();
            for (int index = 0; index < enumerators.size(); index++) {
                var name = enumerators.get(index).name();
                if (CoreTypes.sameName(local.accessors().get(0).name(), name)) {
                    accessors.add(new CoreSpec.Accessor(id, index, name));
                    return true;
                }
            }
        }
        return false;
    }

    private boolean matchField(int candidate) throws CoreProblem {
        next = target.resolve(candidate);
        step(next, local.accessors().get(0).index());
        for (var accessor : local.accessors().subList(1, local.accessors().size())) {
            next = target.resolve(next);
            if (!accessor.name().isEmpty()) {
                if (!matchMember(accessor, next, 0)) {
                    return false;
                }
            } else if (target.find(next).orElse(null) instanceof BtfType.Array array
                    && CoreSpecReader.hasElement(target, CoreSpecReader.lastOf(accessors), array, accessor.index())) {
                next = target.resolve(array.element());
                step(next, accessor.index());
            } else {
                return false;
            }
        }
        return true;
    }

    private void step(int element, int index) throws CoreProblem {
        accessors.add(new CoreSpec.Accessor(element, index, ""));
        bitOffset += CoreSpecReader.elementOffset(target, element, index);
    }

    private boolean matchMember(CoreSpec.Accessor accessor, int holder, int depth) throws CoreProblem {
        if (depth > MAX_ANONYMOUS_DEPTH
                || !(target.resolved(holder).orElse(null) instanceof BtfType.Composite composite)) {
            return false;
        }
        for (int index = 0; index < composite.members().size(); index++) {
            if (++membersSeen > MAX_MEMBERS) {
                throw new CoreProblem("a type of at most " + MAX_MEMBERS + " members", composite.name());
            }
            var member = composite.members().get(index);
            long offset = Integer.toUnsignedLong(member.bitOffset());
            if (member.name().isEmpty()) {
                bitOffset += offset;
                if (matchMember(accessor, member.type(), depth + 1)) {
                    return true;
                }
                bitOffset -= offset;
            } else if (member.name().equals(accessor.name())) {
                bitOffset += offset;
                accessors.add(new CoreSpec.Accessor(target.resolve(holder), index, member.name()));
                next = member.type();
                return types.fieldsCompatible(localMember(accessor).type(), member.type());
            }
        }
        return false;
    }

    private BtfType.Member localMember(CoreSpec.Accessor accessor) {
        var composite = (BtfType.Composite) local.btf().type(accessor.type());
        return composite.members().get(accessor.index());
    }
}
