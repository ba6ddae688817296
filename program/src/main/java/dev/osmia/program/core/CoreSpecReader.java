package dev.osmia.program.core;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.btf.CoreRelocation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a relocation's access string against the object's own types: what the compiler saw. */
final class CoreSpecReader {
    private static final Pattern ACCESS = Pattern.compile("\\d{1,9}(:\\d{1,9}){0," + (CoreSpec.MAX_LENGTH - 1) + "}");

    private final Btf btf;
    private final List<CoreSpec.Accessor> accessors = new ArrayList<>();
    private long bitOffset;

    private CoreSpecReader(Btf btf) {
        this.btf = btf;
    }

    static CoreSpec read(Btf btf, CoreRelocation relocation) throws CoreProblem {
        if (!ACCESS.matcher(relocation.access()).matches()) {
            throw new CoreProblem("an access string of numbers such as 0:1:2", "'" + relocation.access() + "'");
        }
        var steps = new ArrayList<Integer>();
        for (var step : relocation.access().split(":")) {
            steps.add(Integer.parseInt(step));
        }
        var reader = new CoreSpecReader(btf);
        switch (CoreKinds.subject(relocation.kind())) {
            case TYPE -> {
                if (!relocation.access().equals("0")) {
                    throw new CoreProblem("access string 0 for a whole type", "'" + relocation.access() + "'");
                }
            }
            case ENUMERATOR -> reader.readEnumerator(relocation.type(), steps);
            case FIELD -> reader.readField(relocation.type(), steps);
        }
        return new CoreSpec(btf, relocation.type(), reader.accessors, reader.bitOffset);
    }

    private void readEnumerator(int type, List<Integer> steps) throws CoreProblem {
        int id = btf.resolve(type);
        int index = steps.get(0);
        if (steps.size() != 1
                || !(btf.find(id).orElse(null) instanceof BtfType.Enumeration enumeration)
                || index >= enumeration.enumerators().size()) {
            throw new CoreProblem("the index of an enumerator of " + btf.declaration(type), steps.toString());
        }
        accessors.add(new CoreSpec.Accessor(
                id, index, enumeration.enumerators().get(index).name()));
    }

    private void readField(int type, List<Integer> steps) throws CoreProblem {
        int id = btf.resolve(type);
        step(id, steps.get(0));
        for (int index : steps.subList(1, steps.size())) {
            id = btf.resolve(id);
            var holder = btf.find(id).orElse(null);
            if (holder instanceof BtfType.Composite composite
                    && index < composite.members().size()) {
                var member = composite.members().get(index);
                bitOffset += Integer.toUnsignedLong(member.bitOffset());
                if (!member.name().isEmpty()) {
                    accessors.add(new CoreSpec.Accessor(id, index, member.name()));
                }
                id = member.type();
            } else if (holder instanceof BtfType.Array array && hasElement(btf, lastOf(accessors), array, index)) {
                id = btf.resolve(array.element());
                step(id, index);
            } else {
                throw new CoreProblem("a member or element to access in " + btf.declaration(id), "number " + index);
            }
        }
    }

    /** A step into an array of that element, as the first step into the root is. */
    private void step(int element, int index) throws CoreProblem {
        accessors.add(new CoreSpec.Accessor(element, index, ""));
        bitOffset += elementOffset(btf, element, index);
    }

    static CoreSpec.Accessor lastOf(List<CoreSpec.Accessor> accessors) {
        return accessors.get(accessors.size() - 1);
    }

    /** The bit offset of an array's element. */
    static long elementOffset(Btf btf, int element, int index) throws CoreProblem {
        long size = btf.sizeOf(element).orElse(-1);
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw new CoreProblem("a type of known size to access", btf.declaration(element));
        }
        return index * size * Byte.SIZE;
    }

    /** Whether an array has that element: one without a length at the end of a struct has any. */
    static boolean hasElement(Btf btf, CoreSpec.Accessor before, BtfType.Array array, int index) {
        boolean flexible = array.length() == 0
                && !before.name().isEmpty()
                && btf.find(before.type()).orElse(null) instanceof BtfType.Composite composite
                && before.index() == composite.members().size() - 1;
        return flexible || Integer.compareUnsigned(index, array.length()) < 0;
    }
}
