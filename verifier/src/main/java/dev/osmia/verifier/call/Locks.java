package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.Reference;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** Spin locks in map values: one held at a time, and released by who took it. */
final class Locks {
    private static final String LOCK = "bpf_spin";

    private final Path path;

    Locks(Path path) {
        this.path = path;
    }

    /** Checks the lock that a call takes or releases. */
    void check(CallSite site, Register register) {
        var pointer = path.register(register);
        if (!pointer.scalar().isConstant()) {
            throw Rejection.of(
                    "R%d doesn't have constant offset. %s_lock has to be at the constant offset",
                    register.number(), LOCK);
        }
        if (Graphs.isInComparison(path)) {
            throw Rejection.of("can't spin_{lock,unlock} in rbtree cb");
        }
        checkField(pointer);
        if (site.is(SpecialFunction.SPIN_LOCK)) {
            checkFree();
        } else {
            checkHeld(pointer, ownerOf(path, pointer));
        }
    }

    /** What the lock in something is told by, beside the id of the pointer to it: the map, or the program's types. */
    static Object ownerOf(Path path, RegisterState pointer) {
        return pointer.pointee() instanceof Pointee.OfMap map
                ? map.map()
                : path.verification().program().btf().orElseThrow();
    }

    private static void checkField(RegisterState pointer) {
        MapFields fields;
        String name;
        if (pointer.pointee() instanceof Pointee.OfMap value) {
            var map = value.map();
            if (map.spec().types().isEmpty()) {
                throw Rejection.of("map '%s' has to have BTF in order to use %s_lock", map.kernelName(), LOCK);
            }
            fields = map.fields();
            name = "map '" + map.kernelName() + "'";
        } else {
            fields = OwnedObjects.structOf(pointer).fields();
            name = "local 'kptr'";
        }
        var field = fields.find(MapFields.Kind.SPIN_LOCK)
                .orElseThrow(() -> Rejection.of("%s has no valid %s_lock", name, LOCK));
        long offset = pointer.scalar().constantValue() + pointer.offset();
        if (offset != field.offset()) {
            throw Rejection.of("off %d doesn't point to 'struct %s_lock' that is at %d", offset, LOCK, field.offset());
        }
    }

    private void checkFree() {
        for (var reference : path.state().resources().references()) {
            if (reference.kind() == Reference.Kind.LOCK) {
                throw Rejection.of("Locking two bpf_spin_locks are not allowed");
            }
        }
    }

    private void checkHeld(RegisterState pointer, Object map) {
        var resources = path.state().resources();
        if (resources.activeLocks() == 0) {
            throw Rejection.of("%s_unlock without taking a lock", LOCK);
        }
        if (find(pointer.id(), map) < 0) {
            throw Rejection.of("%s_unlock of different lock", LOCK);
        }
        if (pointer.id() != resources.activeLockId() || map != resources.activeLockOwner()) {
            throw Rejection.of("%s_unlock cannot be out of order", LOCK);
        }
    }

    private int find(int id, Object map) {
        var references = path.state().resources().references();
        for (int i = references.size() - 1; i >= 0; i--) {
            var reference = references.get(i);
            if (reference.kind() == Reference.Kind.LOCK && reference.id() == id && reference.owner() == map) {
                return i;
            }
        }
        return -1;
    }

    /** Takes or releases the lock, which was checked. */
    void apply(CallSite site, Register register) {
        var pointer = path.register(register);
        var map = ownerOf(path, pointer);
        var resources = path.state().resources();
        if (site.is(SpecialFunction.SPIN_LOCK)) {
            resources.add(new Reference(Reference.Kind.LOCK, pointer.id(), path.slot(), map));
            resources.changeLocks(1, pointer.id(), map);
            return;
        }
        resources.remove(find(pointer.id(), map));
        int innermostId = 0;
        Object innermostOwner = null;
        for (var reference : resources.references()) {
            if (reference.kind().isLock()) {
                innermostId = reference.id();
                innermostOwner = reference.owner();
            }
        }
        resources.changeLocks(-1, innermostId, innermostOwner);
        var invalid = RegisterState.unknown(!path.privileged());
        path.state().replaceRegisters(other -> other.has(TypeFlag.NON_OWNING) ? invalid : other);
    }
}
