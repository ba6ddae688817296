package dev.osmia.program.btf;

import java.util.HashMap;
import java.util.Map;

/** Finds alignments; remembers those of structs, since one struct may be reached in very many ways. */
final class BtfAlignment {
    private static final int MAX_DEPTH = 2 * Btf.MAX_RESOLVE_DEPTH;

    private final Btf btf;
    private final Map<Integer, Integer> ofComposites = new HashMap<>();

    BtfAlignment(Btf btf) {
        this.btf = btf;
    }

    /** The alignment in bytes; 0 where the type has none. */
    int of(int id, int depth) {
        int resolved = btf.resolve(id);
        var type = btf.find(resolved).orElse(null);
        if (depth > MAX_DEPTH || type == null) {
            return 0;
        } else if (type instanceof BtfType.Array array) {
            return of(array.element(), depth + 1);
        } else if (type instanceof BtfType.Variable variable) {
            return of(variable.type(), depth + 1);
        } else if (type instanceof BtfType.Composite composite) {
            var known = ofComposites.get(resolved);
            if (known == null) {
                known = of(composite, depth);
                ofComposites.put(resolved, known);
            }
            return known;
        }
        long size = btf.sizeOf(resolved).orElse(0);
        return (int) Math.min(size, 8);
    }

    private int of(BtfType.Composite composite, int depth) {
        int alignment = 1;
        for (var member : composite.members()) {
            int ofMember = of(member.type(), depth + 1);
            if (ofMember == 0) {
                return 0;
            }
            // A member off its own alignment, or a size that is no multiple of it, gives a packed struct away.
            boolean packed =
                    member.bitFieldSize() == 0 && Integer.toUnsignedLong(member.bitOffset()) % (8L * ofMember) != 0;
            if (packed) {
                return 1;
            }
            alignment = Math.max(alignment, ofMember);
        }
        return Integer.toUnsignedLong(composite.size()) % alignment != 0 ? 1 : alignment;
    }
}
