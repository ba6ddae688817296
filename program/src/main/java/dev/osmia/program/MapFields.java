package dev.osmia.program;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a map's values that programs may touch by helpers only: locks, timers, kernel pointers ({@code struct btf_record}). */
public final class MapFields {
    private final List<Field> fields = new ArrayList<>(0);

    /** What a field is. */
    public enum Kind {
        SPIN_LOCK("bpf_spin_lock", 4),
        RES_SPIN_LOCK("bpf_res_spin_lock", 4),
        TIMER("bpf_timer", 16),
        WORK_QUEUE("bpf_wq", 16),
        LIST_HEAD("bpf_list_head", 16),
        LIST_NODE("bpf_list_node", 24),
        RB_ROOT("bpf_rb_root", 16),
        RB_NODE("bpf_rb_node", 32),
        REFCOUNT("bpf_refcount", 4),
        TASK_WORK("bpf_task_work", 8);

        private final String structName;
        private final int size;

        Kind(String structName, int size) {
            this.structName = structName;
            this.size = size;
        }

        /** The C struct. */
        public String structName() {
            return structName;
        }
    }

    /**
     * One field.
     *
     * @param offset bytes from the start of the value
     */
    public record Field(Kind kind, int offset) {
        public int size() {
            return kind.size;
        }
    }

    private MapFields() {}

    /** The fields of a map's values, as the BTF of the map tells. */
    public static MapFields of(MapSpec spec) {
        var found = new MapFields();
        spec.types()
                .filter(types -> types.value() != 0)
                .ifPresent(types -> found.collect(types.btf(), types.value(), 0));
        return found;
    }

    private void collect(Btf btf, int type, int offset) {
        var resolved = resolve(btf, type);
        if (resolved instanceof BtfType.DataSection section) {
            for (var variable : section.variables()) {
                if (btf.type(variable.variable()) instanceof BtfType.Variable declared) {
                    collect(btf, declared.type(), offset + variable.offset());
                }
            }
        } else if (resolved instanceof BtfType.Composite struct) {
            var kind = kindOf(struct.name());
            if (kind.isPresent()) {
                fields.add(new Field(kind.get(), offset));
            } else if (!struct.union()) {
                for (var member : struct.members()) {
                    collect(btf, member.type(), offset + member.bitOffset() / 8);
                }
            }
        }
    }

    private static BtfType resolve(Btf btf, int type) {
        var found = type == 0 ? null : btf.type(type);
        while (true) {
            int target;
            if (found instanceof BtfType.Typedef typedef) {
                target = typedef.target();
            } else if (found instanceof BtfType.Qualifier qualifier) {
                target = qualifier.target();
            } else {
                return found;
            }
            found = target == 0 ? null : btf.type(target);
        }
    }

    private static Optional<Kind> kindOf(String struct) {
        for (var kind : Kind.values()) {
            if (kind.structName.equals(struct)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** By offset, as far as the struct's members are. */
    public List<Field> fields() {
        return fields;
    }

    public boolean has(Kind kind) {
        return find(kind).isPresent();
    }

    /** The field of the kind, of which a value has one at most where that matters. */
    public Optional<Field> find(Kind kind) {
        return fields.stream().filter(field -> field.kind() == kind).findFirst();
    }

    public boolean hasSpinLock() {
        return has(Kind.SPIN_LOCK) || has(Kind.RES_SPIN_LOCK);
    }

    public boolean hasTimerOrWorkQueue() {
        return has(Kind.TIMER) || has(Kind.WORK_QUEUE) || has(Kind.TASK_WORK);
    }
}
