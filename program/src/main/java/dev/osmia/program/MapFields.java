package dev.osmia.program;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a map's values, or of an object that programs allocate, that programs may touch by helpers only: locks, timers, lists,
 * pointers to objects ({@code struct btf_record}).
 */
public final class MapFields {
    private static final String CONTAINS = "contains:";

    /** {@code BTF_FIELDS_MAX}: no array has more that count. */
    private static final int MAX_FIELDS = 11;

    /** Types are not nested deeper ({@code MAX_RESOLVE_DEPTH}). */
    private static final int MAX_DEPTH = 32;

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
        TASK_WORK("bpf_task_work", 8),
        /** A pointer to an object that anyone may write: tag {@code kptr_untrusted}. */
        KPTR_UNTRUSTED("kptr", 8),
        /** A pointer that owns an object: tag {@code kptr}. */
        KPTR("kptr", 8),
        /** A pointer that owns an object for each CPU: tag {@code percpu_kptr}. */
        PERCPU_KPTR("percpu_kptr", 8),
        /** A pointer to memory of user space: tag {@code uptr}. */
        UPTR("uptr", 8);

        private static final Set<Kind> POINTERS = EnumSet.of(KPTR_UNTRUSTED, KPTR, PERCPU_KPTR, UPTR);

        /** Those that values of maps may have. */
        private static final Set<Kind> OF_MAPS = EnumSet.complementOf(EnumSet.of(LIST_NODE, RB_NODE));

        /** Those that allocated objects may have. */
        private static final Set<Kind> OF_OBJECTS =
                EnumSet.complementOf(EnumSet.of(TIMER, WORK_QUEUE, TASK_WORK, UPTR));

        private final String structName;
        private final int size;

        Kind(String structName, int size) {
            this.structName = structName;
            this.size = size;
        }

        /** The C struct, or what messages call a pointer. */
        public String structName() {
            return structName;
        }

        /** Whether it is a pointer to an object. */
        public boolean isPointer() {
            return POINTERS.contains(this);
        }
    }

    /**
     * One field.
     *
     * @param offset bytes from the start of the value
     * @param target the id of the struct that a pointer points to, or that a list or tree holds; else 0
     * @param nodeOffset where in that struct the node of the list or tree is
     */
    public record Field(Kind kind, int offset, int target, int nodeOffset) {
        public int size() {
            return kind.size;
        }
    }

    /** No fields. */
    public static final MapFields NONE = new MapFields(null, Kind.OF_MAPS);

    private final Btf btf;
    private final Set<Kind> wanted;

    private MapFields(Btf btf, Set<Kind> wanted) {
        this.btf = btf;
        this.wanted = wanted;
    }

    /** The fields of objects of a struct type. */
    public static MapFields ofObject(Btf btf, int type) {
        var found = new MapFields(btf, Kind.OF_OBJECTS);
        found.collect(type, 0, "", 0);
        return found.isValid() ? found : NONE;
    }

    /** The fields of a map's values, as the BTF of the map tells. */
    public static MapFields of(MapSpec spec) {
        var types = spec.types().filter(known -> known.value() != 0);
        if (types.isEmpty()) {
            return NONE;
        }
        var found = new MapFields(types.get().btf(), Kind.OF_MAPS);
        found.collect(types.get().value(), 0, "", 0);
        return found.isValid() ? found : NONE;
    }

    /** Lists and trees must hold something that has their nodes, and have a lock beside them; else the kernel sees no fields at all. */
    private boolean isValid() {
        boolean locked = hasSpinLock();
        for (var field : fields) {
            boolean list = field.kind() == Kind.LIST_HEAD;
            if (list || field.kind() == Kind.RB_ROOT) {
                if (!locked || !hasNode(field, list ? Kind.LIST_NODE : Kind.RB_NODE)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean hasNode(Field root, Kind node) {
        return btf.find(root.target()).orElse(null) instanceof BtfType.Composite held
                && held.members().stream()
                        .anyMatch(member -> member.bitOffset() / 8 == root.nodeOffset()
                                && btf.resolved(member.type())
                                        .map(BtfType::name)
                                        .filter(node.structName()::equals)
                                        .isPresent());
    }

    /**
     * Collects what is in a value of a type.
     *
     * @param contained what a list or tree there holds, as the tag of its declaration says; empty without
     */
    private void collect(int type, int offset, String contained, int depth) {
        var resolved = btf.resolved(type).orElse(null);
        if (depth > MAX_DEPTH || resolved == null) {
            return;
        }
        if (resolved instanceof BtfType.DataSection section) {
            for (var variable : section.variables()) {
                btf.find(variable.variable(), BtfType.Variable.class)
                        .ifPresent(declared -> collect(
                                declared.type(), offset + variable.offset(), tag(variable.variable(), -1), depth + 1));
            }
        } else if (resolved instanceof BtfType.Composite struct) {
            collect(btf.resolve(type), struct, offset, contained, depth);
        } else if (resolved instanceof BtfType.Pointer pointer) {
            addPointer(pointer, offset);
        } else if (resolved instanceof BtfType.Array array) {
            long element = btf.sizeOf(array.element()).orElse(0);
            for (int i = 0; i < array.length() && i < MAX_FIELDS && element > 0; i++) {
                collect(array.element(), offset + (int) (i * element), contained, depth + 1);
            }
        }
    }

    private void collect(int id, BtfType.Composite struct, int offset, String contained, int depth) {
        var kind = kindOf(struct.name());
        if (kind.isPresent()) {
            if (wanted.contains(kind.get())) {
                fields.add(field(kind.get(), offset, contained));
            }
        } else if (!struct.union()) {
            for (int i = 0; i < struct.members().size(); i++) {
                var member = struct.members().get(i);
                collect(member.type(), offset + member.bitOffset() / 8, tag(id, i), depth + 1);
            }
        }
    }

    /** What a list or tree is declared to hold: {@code contains:STRUCT:MEMBER}. */
    private String tag(int declaration, int component) {
        for (int id : btf.tagsOf(declaration)) {
            var tag = (BtfType.DeclarationTag) btf.type(id);
            if (tag.component() == component && tag.name().startsWith(CONTAINS)) {
                return tag.name().substring(CONTAINS.length());
            }
        }
        return "";
    }

    private Field field(Kind kind, int offset, String contained) {
        int colon = contained.indexOf(':');
        boolean holds = (kind == Kind.LIST_HEAD || kind == Kind.RB_ROOT) && colon > 0;
        int held = holds
                ? btf.find(contained.substring(0, colon), BtfType.Composite.class)
                        .orElse(0)
                : 0;
        int node = 0;
        if (held != 0) {
            for (var member : ((BtfType.Composite) btf.type(held)).members()) {
                node = member.name().equals(contained.substring(colon + 1)) ? member.bitOffset() / 8 : node;
            }
        }
        return new Field(kind, offset, held, node);
    }

    private void addPointer(BtfType.Pointer pointer, int offset) {
        if (btf.find(pointer.target()).orElse(null) instanceof BtfType.Qualifier tag
                && tag.kind() == BtfType.Qualifier.Kind.TYPE_TAG) {
            var kind = switch (tag.name()) {
                case "kptr_untrusted" -> Kind.KPTR_UNTRUSTED;
                case "kptr" -> Kind.KPTR;
                case "percpu_kptr" -> Kind.PERCPU_KPTR;
                case "uptr" -> Kind.UPTR;
                default -> null;
            };
            if (kind != null && wanted.contains(kind)) {
                fields.add(new Field(kind, offset, btf.resolve(tag.target()), 0));
            }
        }
    }

    private static Optional<Kind> kindOf(String struct) {
        for (var kind : Kind.values()) {
            if (!kind.isPointer() && kind.structName.equals(struct)) {
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

    /** The field of the kind at the offset. */
    public Optional<Field> find(Kind kind, long offset) {
        return fields.stream()
                .filter(field -> field.kind() == kind && field.offset() == offset)
                .findFirst();
    }

    /** The field of that kind of lock which objects have one of at most. */
    public Optional<Field> spinLock() {
        return find(Kind.SPIN_LOCK).or(() -> find(Kind.RES_SPIN_LOCK));
    }

    public boolean hasSpinLock() {
        return has(Kind.SPIN_LOCK) || has(Kind.RES_SPIN_LOCK);
    }

    public boolean hasTimerOrWorkQueue() {
        return has(Kind.TIMER) || has(Kind.WORK_QUEUE) || has(Kind.TASK_WORK);
    }
}
