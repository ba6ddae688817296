package dev.osmia.program.btf;

import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.input.MalformedObjectException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Checks what no single type can tell: ids refer to types that are there and of a fitting kind, and no value holds itself. Whoever
 * walks a {@link Btf} from a file relies on both.
 */
final class BtfCheck {
    /** Deeper nesting of values than any compiler writes; recursion over types stays within it. */
    private static final int MAX_NESTING = 64;

    private static final byte OPEN = -1;

    private final ObjectBytes bytes;
    private final int[] offsets;
    private final Btf btf;
    private final List<BtfType> types;
    private final byte[] nesting;

    BtfCheck(ObjectBytes bytes, int[] offsets, List<BtfType> types, Btf btf) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.types = types;
        this.btf = btf;
        this.nesting = new byte[types.size() + 1];
    }

    void check() {
        for (int id = 1; id <= types.size(); id++) {
            references(id);
        }
        for (int id = 1; id <= types.size(); id++) {
            nesting(id);
        }
        for (int id = 1; id <= types.size(); id++) {
            if (types.get(id - 1) instanceof BtfType.Composite composite) {
                members(id, composite);
            }
        }
    }

    private void references(int id) {
        var type = types.get(id - 1);
        if (type instanceof BtfType.Pointer pointer) {
            exists(id, pointer.target());
        } else if (type instanceof BtfType.FunctionPrototype prototype) {
            exists(id, prototype.returns());
            prototype.parameters().forEach(parameter -> exists(id, parameter.type()));
        } else if (type instanceof BtfType.Function function) {
            isA(id, function.prototype(), BtfType.FunctionPrototype.class, "a function's prototype");
        } else if (type instanceof BtfType.DataSection section) {
            for (var variable : section.variables()) {
                exists(id, variable.variable());
                if (!(types.get(Math.max(variable.variable(), 1) - 1) instanceof BtfType.Function)) {
                    isA(id, variable.variable(), BtfType.Variable.class, "a data section's variable");
                }
            }
        } else if (type instanceof BtfType.DeclarationTag tag) {
            exists(id, tag.target());
        }
        held(type, target -> exists(id, target));
    }

    /** Whoever lays out a value by its members stays within the value. */
    private void members(int id, BtfType.Composite composite) {
        long bits = Integer.toUnsignedLong(composite.size()) * Byte.SIZE;
        for (var member : composite.members()) {
            long size = member.bitFieldSize() != 0
                    ? member.bitFieldSize()
                    : btf.sizeOf(member.type()).orElse(0) * Byte.SIZE;
            if (size < 0 || Integer.toUnsignedLong(member.bitOffset()) > bits - size) {
                throw malformed(
                        id,
                        "members within the " + bits / Byte.SIZE + " bytes of " + btf.declaration(id),
                        "'%s' at bit %s".formatted(member.name(), Integer.toUnsignedString(member.bitOffset())));
            }
        }
    }

    /** The types whose values a value of the type holds or is. */
    private static void held(BtfType type, IntConsumer target) {
        if (type instanceof BtfType.Array array) {
            target.accept(array.element());
        } else if (type instanceof BtfType.Composite composite) {
            composite.members().forEach(member -> target.accept(member.type()));
        } else if (type instanceof BtfType.Typedef typedef) {
            target.accept(typedef.target());
        } else if (type instanceof BtfType.Qualifier qualifier) {
            target.accept(qualifier.target());
        } else if (type instanceof BtfType.Variable variable) {
            target.accept(variable.type());
        }
    }

    /** Finds how deep values nest below each type, depth first with a stack of its own: a file can nest deeper than a thread's stack. */
    private void nesting(int root) {
        var stack = new ArrayDeque<Integer>();
        stack.push(root);
        while (!stack.isEmpty()) {
            int id = stack.peek();
            if (nesting[id] > 0) {
                stack.pop();
            } else if (nesting[id] == OPEN) {
                close(id);
                stack.pop();
            } else {
                nesting[id] = OPEN;
                held(types.get(id - 1), target -> {
                    if (target != 0 && nesting[target] == OPEN) {
                        throw malformed(id, "values that do not hold themselves", describe(target) + " in itself");
                    } else if (target != 0 && nesting[target] == 0) {
                        stack.push(target);
                    }
                });
            }
        }
    }

    private void close(int id) {
        int[] deepest = {0};
        held(types.get(id - 1), target -> deepest[0] = Math.max(deepest[0], nesting[target]));
        if (deepest[0] >= MAX_NESTING) {
            throw malformed(id, "values nested at most " + MAX_NESTING + " deep", describe(id) + " nested deeper");
        }
        nesting[id] = (byte) (deepest[0] + 1);
    }

    private void exists(int id, int target) {
        if (target < 0 || target > types.size()) {
            throw malformed(id, "BTF type ids from 0 to " + types.size(), "id " + Integer.toUnsignedString(target));
        }
    }

    private void isA(int id, int target, Class<? extends BtfType> kind, String what) {
        exists(id, target);
        if (target == 0 || !kind.isInstance(types.get(target - 1))) {
            throw malformed(id, what + " to be a BTF " + kind.getSimpleName(), "type id " + target);
        }
    }

    private String describe(int id) {
        var name = types.get(id - 1).name();
        return name.isEmpty() ? "type id " + id : name;
    }

    private MalformedObjectException malformed(int id, String expected, String found) {
        return bytes.malformed(offsets[id - 1], expected, found);
    }
}
