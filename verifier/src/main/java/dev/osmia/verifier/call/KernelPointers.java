package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.memory.PointerFields;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.TypeFlag;

/** The exchange of an object that a map value or another object owns for one that the program owns ({@code bpf_kptr_xchg}). */
final class KernelPointers {
    private final Path path;

    KernelPointers(Path path) {
        this.path = path;
    }

    /** Checks the address of the pointer. */
    void checkDestination(CallSite site, Register register) {
        var state = path.register(register);
        MapFields fields;
        if (OwnedObjects.isObject(state)) {
            fields = OwnedObjects.structOf(state).fields();
        } else {
            var map = ((Pointee.OfMap) state.pointee()).map();
            if (map.spec().types().isEmpty()) {
                throw Rejection.of("map '%s' has to have BTF in order to use kptr", map.kernelName());
            }
            fields = map.fields();
        }
        if (!state.scalar().isConstant()) {
            throw Rejection.of(
                    "R%d doesn't have constant offset. kptr has to be at the constant offset", register.number());
        }
        if (fields.fields().stream().noneMatch(field -> field.kind().isPointer())) {
            throw Rejection.of("R%d has no valid kptr", register.number());
        }
        long offset = state.offset() + state.scalar().constantValue();
        var found = fields.fields().stream()
                .filter(field -> field.kind().isPointer() && field.offset() == offset)
                .findFirst()
                .orElseThrow(() -> Rejection.of("off=%d doesn't point to kptr", offset));
        if (found.kind() != MapFields.Kind.KPTR && found.kind() != MapFields.Kind.PERCPU_KPTR) {
            throw Rejection.of("off=%d kptr isn't referenced kptr", offset);
        }
        site.pointer = found;
    }

    /** Checks the object that goes there. */
    void checkSource(CallSite site, Register register) {
        PointerFields.checkMatch(path, site.pointer, path.register(register), register);
    }

    /** The object that was there before. */
    RegisterState previous(CallSite site) {
        var struct = PointerFields.target(path, site.pointer);
        int flags = struct.kernel() ? TypeFlag.NONE : TypeFlag.ALLOCATED.bit();
        if (!struct.kernel() && site.pointer.kind() == MapFields.Kind.PERCPU_KPTR) {
            flags |= TypeFlag.PER_CPU.bit();
        }
        return RegisterState.pointer(RegisterType.BTF_ID, flags, new Pointee.OfStruct(struct));
    }
}
