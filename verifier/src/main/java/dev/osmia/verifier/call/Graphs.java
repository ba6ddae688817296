package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** Lists and red-black trees: heads and roots in map values or objects, under the lock beside them, and nodes in objects. */
final class Graphs {
    private final Path path;

    Graphs(Path path) {
        this.path = path;
    }

    /** Checks a list's head or a tree's root. */
    void checkRoot(CallSite site, int index, Register register, MapFields.Kind kind) {
        var state = path.register(register);
        boolean object = state.is(RegisterType.BTF_ID, TypeFlag.ALLOCATED.bit());
        if (!state.is(RegisterType.MAP_VALUE) && !object) {
            throw Rejection.of("arg#%d expected pointer to map value or allocated object", index);
        }
        if (object) {
            OwnedObjects.checkReferenced(state);
        }
        checkConstant(register, state, kind);
        long offset = state.offset() + state.scalar().constantValue();
        var fields = fieldsOf(state);
        site.root = fields.find(kind, offset).orElseThrow(() -> notFound(kind, offset));
        checkLocked(state, fields, kind);
    }

    private static void checkConstant(Register register, RegisterState state, MapFields.Kind kind) {
        if (!state.scalar().isConstant()) {
            throw Rejection.of(
                    "R%d doesn't have constant offset. %s has to be at the constant offset",
                    register.number(), kind.structName());
        }
    }

    private static Rejection notFound(MapFields.Kind kind, long offset) {
        return Rejection.of("%s not found at offset=%d", kind.structName(), offset);
    }

    private static MapFields fieldsOf(RegisterState state) {
        return state.pointee() instanceof Pointee.OfMap map
                ? map.map().fields()
                : OwnedObjects.structOf(state).fields();
    }

    private void checkLocked(RegisterState state, MapFields fields, MapFields.Kind kind) {
        var resources = path.state().resources();
        Object owner = Locks.ownerOf(path, state);
        boolean held = resources.references().stream()
                .anyMatch(reference ->
                        reference.kind().isLock() && reference.id() == state.id() && reference.owner() == owner);
        if (held) {
            return;
        }
        int lock = fields.spinLock().map(MapFields.Field::offset).orElse(-1);
        String format = "bpf_spin_lock at off=%d must be held for %s";
        throw resources.activeLocks() == 0
                ? Rejection.of(format, lock, kind.structName())
                : Rejection.of("held lock and object are not in the same allocation")
                        .with(format, lock, kind.structName());
    }

    /** Checks the node of an object that is put into a list or tree, or that is in a tree. */
    void checkNode(CallSite site, int index, Register register, MapFields.Kind kind) {
        var state = path.register(register);
        boolean inTree = kind == MapFields.Kind.RB_NODE && !site.is(SpecialFunction.RBTREE_ADD);
        if (inTree) {
            if (!OwnedObjects.isBorrowed(state) && state.reference() == 0) {
                throw Rejection.of("%s can only take non-owning or refcounted bpf_rb_node pointer", site.function);
            }
            if (isInComparison(path)) {
                throw Rejection.of("%s not allowed in rbtree cb", site.function);
            }
        } else {
            if (!state.is(RegisterType.BTF_ID, TypeFlag.ALLOCATED.bit())) {
                throw Rejection.of("arg#%d expected pointer to allocated object", index);
            }
            OwnedObjects.checkReferenced(state);
        }
        checkConstant(register, state, kind);
        checkPlace(site, state, kind);
    }

    private void checkPlace(CallSite site, RegisterState state, MapFields.Kind kind) {
        long offset = state.offset() + state.scalar().constantValue();
        var object = OwnedObjects.structOf(state);
        if (object.fields().find(kind, offset).isEmpty()) {
            throw notFound(kind, offset);
        }
        String root = site.root.kind().structName();
        String node = kind.structName();
        String held = site.root.target() == 0
                ? ""
                : path.verification().struct(site.root.target()).name();
        if (object.type() != site.root.target()) {
            throw Rejection.of(
                    "operation on %s expects arg#1 %s at offset=%d in struct %s, but arg is at offset=%d in struct %s",
                    root, node, site.root.nodeOffset(), held, offset, object.name());
        }
        site.object = state.pointee();
        if (offset != site.root.nodeOffset()) {
            throw Rejection.of(
                    "arg#1 offset=%d, but expected %s at offset=%d in struct %s",
                    offset, node, site.root.nodeOffset(), held);
        }
    }

    /** A pointer to the node of what the list or tree holds. */
    RegisterState node(MapFields.Field root) {
        var object = new Pointee.OfStruct(path.verification().struct(root.target()));
        return RegisterState.pointer(RegisterType.BTF_ID, TypeFlag.ALLOCATED.bit(), object)
                .withOffset(root.nodeOffset());
    }

    /** Whether the path is in the function that compares two nodes of a tree. */
    static boolean isInComparison(Path path) {
        var frame = path.frame();
        return path.state().depth() > 0
                && frame.inSynchronousCallback()
                && path.verification().code().at(frame.callSite()) instanceof Instruction.CallKfunc;
    }

    /** The kind of field that an argument points to. */
    static MapFields.Kind kindOf(KfuncArgument.Kind argument) {
        return switch (argument) {
            case LIST_HEAD -> MapFields.Kind.LIST_HEAD;
            case LIST_NODE -> MapFields.Kind.LIST_NODE;
            case RB_ROOT -> MapFields.Kind.RB_ROOT;
            case RB_NODE -> MapFields.Kind.RB_NODE;
            default -> throw new IllegalArgumentException("no part of a list or tree: " + argument);
        };
    }
}
