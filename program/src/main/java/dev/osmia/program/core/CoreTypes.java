package dev.osmia.program.core;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfNames;
import dev.osmia.program.btf.BtfType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares types of an object with types of a kernel. Answers are remembered, since crafted types could ask the same exponentially often. */
final class CoreTypes {
    private static final int MAX_DEPTH = 32;

    private final Btf local;
    private final Btf target;
    private final Map<Question, Boolean> answers = new HashMap<>();

    private enum Relation {
        COMPATIBLE,
        MATCHING,
        MATCHING_BEHIND_POINTER
    }

    private record Question(Relation relation, int local, int target) {}

    CoreTypes(Btf local, Btf target) {
        this.local = local;
        this.target = target;
    }

    /** Whether two types are of one kind, the two kinds of enums being one. */
    static boolean sameKind(BtfType one, BtfType other) {
        if (one instanceof BtfType.Composite composite) {
            return other instanceof BtfType.Composite otherComposite && composite.union() == otherComposite.union();
        } else if (one instanceof BtfType.Qualifier qualifier) {
            return other instanceof BtfType.Qualifier otherQualifier && qualifier.kind() == otherQualifier.kind();
        }
        return one == null ? other == null : one.getClass().isInstance(other);
    }

    static boolean sameName(String one, String other) {
        return BtfNames.withoutFlavour(one).equals(BtfNames.withoutFlavour(other));
    }

    /** Whether a field of the local type may be read as the target's. */
    boolean fieldsCompatible(int localId, int targetId) {
        int localField = localId;
        int targetField = targetId;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            var one = local.resolved(localField).orElse(null);
            var other = target.resolved(targetField).orElse(null);
            if (one instanceof BtfType.Composite && other instanceof BtfType.Composite) {
                return true;
            } else if (!sameKind(one, other)) {
                return false;
            } else if (one instanceof BtfType.Array array && other instanceof BtfType.Array otherArray) {
                localField = array.element();
                targetField = otherArray.element();
            } else if (one instanceof BtfType.Enumeration || one instanceof BtfType.Forward) {
                return one.name().isEmpty() || other.name().isEmpty() || sameName(one.name(), other.name());
            } else {
                return one instanceof BtfType.Pointer || one instanceof BtfType.FloatingPoint || plainInts(one, other);
            }
        }
        return false;
    }

    private static boolean plainInts(BtfType one, BtfType other) {
        return one instanceof BtfType.Int number
                && other instanceof BtfType.Int otherNumber
                && number.bitOffset() == 0
                && otherNumber.bitOffset() == 0;
    }

    /** Whether the types are of one shape, whatever their members are. */
    boolean compatible(int localId, int targetId) {
        return compatible(localId, targetId, 0);
    }

    private boolean compatible(int localId, int targetId, int depth) {
        var question = new Question(Relation.COMPATIBLE, localId, targetId);
        var known = answers.get(question);
        if (known == null) {
            known = depth < MAX_DEPTH && computeCompatible(localId, targetId, depth);
            answers.put(question, known);
        }
        return known;
    }

    private boolean computeCompatible(int localId, int targetId, int depth) {
        var one = local.resolved(localId).orElse(null);
        var other = target.resolved(targetId).orElse(null);
        if (!sameKind(one, other)) {
            return false;
        } else if (one instanceof BtfType.Pointer pointer && other instanceof BtfType.Pointer otherPointer) {
            return compatible(pointer.target(), otherPointer.target(), depth + 1);
        } else if (one instanceof BtfType.Array array && other instanceof BtfType.Array otherArray) {
            return compatible(array.element(), otherArray.element(), depth + 1);
        } else if (one instanceof BtfType.FunctionPrototype prototype
                && other instanceof BtfType.FunctionPrototype otherPrototype) {
            return signatures(prototype, otherPrototype, (a, b) -> compatible(a, b, depth + 1));
        }
        return one == null
                || one instanceof BtfType.Composite
                || one instanceof BtfType.Enumeration
                || one instanceof BtfType.Forward
                || plainInts(one, other);
    }

    private interface Comparison {
        boolean test(int localId, int targetId);
    }

    private static boolean signatures(
            BtfType.FunctionPrototype one, BtfType.FunctionPrototype other, Comparison comparison) {
        var parameters = one.parameters();
        if (parameters.size() != other.parameters().size()) {
            return false;
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (!comparison.test(
                    parameters.get(i).type(), other.parameters().get(i).type())) {
                return false;
            }
        }
        return comparison.test(one.returns(), other.returns());
    }

    /** Whether the target's type has all that the local one says, members included. */
    boolean matches(int localId, int targetId) {
        return matches(localId, targetId, false, 0);
    }

    private boolean matches(int localId, int targetId, boolean behindPointer, int depth) {
        var relation = behindPointer ? Relation.MATCHING_BEHIND_POINTER : Relation.MATCHING;
        var question = new Question(relation, localId, targetId);
        var known = answers.get(question);
        if (known == null) {
            known = depth < MAX_DEPTH && computeMatches(localId, targetId, behindPointer, depth + 1);
            answers.put(question, known);
        }
        return known;
    }

    private boolean computeMatches(int localId, int targetId, boolean behindPointer, int depth) {
        var one = local.resolved(localId).orElse(null);
        var other = target.resolved(targetId).orElse(null);
        if (one == null || other == null) {
            return one == other;
        } else if (!sameName(one.name(), other.name())) {
            return false;
        } else if (one instanceof BtfType.Forward forward) {
            return forwardMatches(forward, other, behindPointer);
        } else if (one instanceof BtfType.Composite composite) {
            return compositeMatches(composite, other, behindPointer, depth);
        } else if (!sameKind(one, other)) {
            return false;
        } else if (one instanceof BtfType.Enumeration enumeration) {
            return enumerationMatches(enumeration, (BtfType.Enumeration) other);
        } else if (one instanceof BtfType.Int number && other instanceof BtfType.Int otherNumber) {
            return number.size() == otherNumber.size() && number.signed() == otherNumber.signed();
        } else if (one instanceof BtfType.Pointer pointer && other instanceof BtfType.Pointer otherPointer) {
            return matches(pointer.target(), otherPointer.target(), true, depth);
        } else if (one instanceof BtfType.Array array && other instanceof BtfType.Array otherArray) {
            return array.length() == otherArray.length()
                    && matches(array.element(), otherArray.element(), behindPointer, depth);
        } else if (one instanceof BtfType.FunctionPrototype prototype
                && other instanceof BtfType.FunctionPrototype otherPrototype) {
            return signatures(prototype, otherPrototype, (a, b) -> matches(a, b, behindPointer, depth));
        }
        return false;
    }

    private static boolean forwardMatches(BtfType.Forward forward, BtfType other, boolean behindPointer) {
        if (other instanceof BtfType.Forward otherForward) {
            return forward.union() == otherForward.union();
        }
        return behindPointer && other instanceof BtfType.Composite composite && forward.union() == composite.union();
    }

    private boolean compositeMatches(BtfType.Composite composite, BtfType other, boolean behindPointer, int depth) {
        if (behindPointer && other instanceof BtfType.Forward forward) {
            return composite.union() == forward.union();
        } else if (!(other instanceof BtfType.Composite otherComposite)
                || composite.union() != otherComposite.union()) {
            return false;
        }
        return behindPointer || membersMatch(composite.members(), ((BtfType.Composite) other).members(), depth);
    }

    private boolean membersMatch(List<BtfType.Member> members, List<BtfType.Member> others, int depth) {
        return members.size() <= others.size()
                && members.stream()
                        .allMatch(member -> others.stream()
                                .anyMatch(other -> sameName(member.name(), other.name())
                                        && matches(member.type(), other.type(), false, depth)));
    }

    private static boolean enumerationMatches(BtfType.Enumeration one, BtfType.Enumeration other) {
        return one.size() == other.size()
                && one.enumerators().size() <= other.enumerators().size()
                && one.enumerators().stream()
                        .allMatch(enumerator -> other.enumerators().stream()
                                .anyMatch(candidate -> sameName(enumerator.name(), candidate.name())));
    }
}
