package dev.osmia.verifier.call;

import dev.osmia.program.MapFields;
import dev.osmia.program.btf.BtfType;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;

/** Objects that programs allocate, of structs of their own: owned by one pointer, or lent by the list or tree that they are in. */
final class OwnedObjects {
    /** {@code BPF_GLOBAL_PERCPU_MA_MAX_SIZE}. */
    private static final int MAXIMUM_PER_CPU = 512;

    private OwnedObjects() {}

    /** Whether it is a pointer to an allocated object, whoever owns it ({@code type_is_ptr_alloc_obj}). */
    static boolean isObject(RegisterState register) {
        return register.type() == RegisterType.BTF_ID
                && register.has(TypeFlag.ALLOCATED)
                && !register.has(TypeFlag.UNTRUSTED);
    }

    /** Whether it is a pointer to an object that something else owns. */
    static boolean isBorrowed(RegisterState register) {
        return isObject(register) && register.has(TypeFlag.NON_OWNING);
    }

    static StructReference structOf(RegisterState object) {
        return ((Pointee.OfStruct) object.pointee()).struct();
    }

    /** Checks an object that is given up. */
    static void checkDropped(CallSite site, int index, RegisterState state) {
        int allocated = TypeFlag.ALLOCATED.bit();
        if (state.is(RegisterType.BTF_ID, allocated)) {
            if (!site.is(SpecialFunction.OBJ_DROP)) {
                throw Rejection.of("arg#%d expected for bpf_obj_drop_impl()", index);
            }
        } else if (state.is(RegisterType.BTF_ID, allocated | TypeFlag.PER_CPU.bit())) {
            if (!site.is(SpecialFunction.PERCPU_OBJ_DROP)) {
                throw Rejection.of("arg#%d expected for bpf_percpu_obj_drop_impl()", index);
            }
        } else {
            throw Rejection.of("arg#%d expected pointer to allocated object", index);
        }
        checkReferenced(state);
    }

    static void checkReferenced(RegisterState state) {
        if (state.reference() == 0) {
            throw Rejection.of("allocated object must be referenced");
        }
    }

    /** Checks an object of which another owner is made. */
    static void checkRefcounted(CallSite site, int index, RegisterState state) {
        if (!isObject(state)) {
            throw Rejection.of("arg#%d is neither owning or non-owning ref", index);
        }
        if (!isBorrowed(state) && state.reference() != 0) {
            site.owned = true;
        }
        if (!structOf(state).fields().has(MapFields.Kind.REFCOUNT)) {
            throw Rejection.of("arg#%d doesn't point to a type with bpf_refcount field", index);
        }
        site.object = state.pointee();
    }

    /** A new object of the struct whose id in the program's BTF the call gives. */
    static RegisterState allocate(Path path, CallSite site) {
        boolean perCpu = site.is(SpecialFunction.PERCPU_OBJ_NEW);
        if (site.constant >>> 32 != 0) {
            throw Rejection.of("local type ID argument must be in range [0, U32_MAX]");
        }
        var types = path.verification()
                .program()
                .btf()
                .orElseThrow(() -> Rejection.of("bpf_obj_new/bpf_percpu_obj_new requires prog BTF"));
        int id = (int) site.constant;
        if (!(types.find(id).orElse(null) instanceof BtfType.Composite struct) || struct.union()) {
            throw Rejection.of("bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct");
        }
        var reference = path.verification().struct(id);
        if (perCpu) {
            checkPerCpu(struct, reference);
        }
        int flags = TypeFlag.ALLOCATED.bit() | (perCpu ? TypeFlag.PER_CPU.bit() : TypeFlag.NONE);
        return RegisterState.pointer(RegisterType.BTF_ID, flags, new Pointee.OfStruct(reference));
    }

    private static void checkPerCpu(BtfType.Composite struct, StructReference reference) {
        if (struct.size() > MAXIMUM_PER_CPU) {
            throw Rejection.of("bpf_percpu_obj_new type size (%d) is greater than %d", struct.size(), MAXIMUM_PER_CPU);
        }
        if (!reference.fields().fields().isEmpty()) {
            throw Rejection.of("bpf_percpu_obj_new type ID argument must not contain special fields");
        }
    }

    /** Objects that belong to a list or tree from now on: whoever has a pointer to one has it on loan. */
    static void lend(Path path, int reference) {
        path.state()
                .replaceRegisters(
                        register -> register.reference() == reference ? borrowed(register.withReference(0)) : register);
    }

    /** A pointer on loan; of objects that are counted, valid as long as RCU protects it. */
    static RegisterState borrowed(RegisterState register) {
        var lent = register.with(TypeFlag.NON_OWNING);
        return structOf(register).fields().has(MapFields.Kind.REFCOUNT) ? lent.with(TypeFlag.RCU) : lent;
    }
}
