package dev.osmia.verifier.memory;

import dev.osmia.program.MapFields;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.Unsupported;
import java.util.Optional;
import java.util.Set;

/** Loads and stores of pointers to objects in map values ({@code check_map_kptr_access}). */
public final class PointerFields {
    /** {@code rcu_protected_types}: what the kernel frees only when no RCU section sees it any more. */
    private static final Set<String> PROTECTED =
            Set.of("prog_test_ref_kfunc", "cgroup", "bpf_cpumask", "task_struct", "bpf_crypto_ctx");

    private PointerFields() {}

    /** The pointer field that an access by the instruction at hand touches, which was checked to touch it as a whole. */
    static Optional<MapFields.Field> touched(RegisterState pointer, int offset) {
        if (!pointer.is(RegisterType.MAP_VALUE) || !pointer.scalar().isConstant()) {
            return Optional.empty();
        }
        long at = offset + pointer.scalar().constantValue();
        return MapAccess.mapOf(pointer).fields().fields().stream()
                .filter(field -> field.kind().isPointer() && field.offset() == at)
                .findFirst();
    }

    /** The struct that the field points to: the kernel's, where the kernel has one of that name. */
    public static StructReference target(Path path, MapFields.Field field) {
        var verification = path.verification();
        var own = verification.program().btf().orElseThrow().type(field.target());
        var kernel = verification
                .contracts()
                .kernelTypes()
                .orElseThrow(() -> new Unsupported("the kernel's types, for pointers to struct " + own.name()));
        return kernel.find(own.name(), BtfType.Composite.class).isPresent()
                ? StructReference.ofKernel(own.name())
                : verification.struct(field.target());
    }

    /** Checks an access of the instruction at hand. */
    static void check(Path path, MapFields.Field field) {
        var instruction = path.instruction();
        boolean plain = (instruction instanceof Instruction.Load load && !load.signExtend())
                || instruction instanceof Instruction.Store;
        if (!plain) {
            throw Rejection.of("kptr in map can only be accessed using BPF_MEM instruction mode");
        }
        if (!(instruction instanceof Instruction.Store store)) {
            return;
        }
        if (field.kind() == MapFields.Kind.KPTR || field.kind() == MapFields.Kind.PERCPU_KPTR) {
            throw Rejection.of("store to referenced kptr disallowed");
        }
        if (field.kind() == MapFields.Kind.UPTR) {
            throw Rejection.of("store to uptr disallowed");
        }
        if (store.source() instanceof Register register) {
            if (!path.register(register).isZero()) {
                checkMatch(path, field, path.register(register), register);
            }
        } else if (((Operand.Immediate) store.source()).value() != 0) {
            throw Rejection.of("BPF_ST imm must be 0 when storing to kptr at off=%d", field.offset());
        }
    }

    /** What a load gives. */
    static RegisterState load(Path path, MapFields.Field field) {
        var struct = target(path, field);
        int flags = TypeFlag.MAYBE_NULL.bit();
        if (isRcuSafe(field, struct) && isRcuSection(path)) {
            flags |= TypeFlag.RCU.bit();
            if (field.kind() == MapFields.Kind.PERCPU_KPTR) {
                flags |= TypeFlag.PER_CPU.bit();
            } else if (!struct.kernel()) {
                flags |= TypeFlag.ALLOCATED.bit();
            }
            if (struct.fields().has(MapFields.Kind.LIST_NODE) || struct.fields().has(MapFields.Kind.RB_NODE)) {
                flags |= TypeFlag.NON_OWNING.bit();
            }
        } else {
            flags |= TypeFlag.UNTRUSTED.bit();
        }
        return RegisterState.pointer(RegisterType.BTF_ID, flags, new Pointee.OfStruct(struct))
                .withId(path.newId());
    }

    private static boolean isRcuSafe(MapFields.Field field, StructReference struct) {
        return field.kind() == MapFields.Kind.PERCPU_KPTR
                || (field.kind() == MapFields.Kind.KPTR && (!struct.kernel() || PROTECTED.contains(struct.name())));
    }

    private static boolean isRcuSection(Path path) {
        return StructAccess.isRcuSection(path);
    }

    /** Checks that a pointer may be kept in the field ({@code map_kptr_match_type}). */
    public static void checkMatch(Path path, MapFields.Field field, RegisterState value, Register register) {
        var struct = target(path, field);
        boolean untrusted = field.kind() == MapFields.Kind.KPTR_UNTRUSTED;
        if (value.type() != RegisterType.BTF_ID || !mayHave(value, field)) {
            throw mismatch(value, register, struct, untrusted);
        }
        Bounds.checkUnmodified(value, register, true);
        var given = ((Pointee.OfStruct) value.pointee()).struct();
        boolean same = given.kernel() == struct.kernel()
                && given.name().equals(struct.name())
                && given.type() == struct.type()
                && value.offset() == 0;
        if (!same && !(untrusted && StructAccess.pointsTo(path, value, struct.name()))) {
            throw mismatch(value, register, struct, untrusted);
        }
    }

    private static boolean mayHave(RegisterState value, MapFields.Field field) {
        int allowed = TypeFlag.MAYBE_NULL.bit();
        if (((Pointee.OfStruct) value.pointee()).struct().kernel()) {
            allowed |= TypeFlag.TRUSTED.bit() | TypeFlag.RCU.bit();
            allowed |= field.kind() == MapFields.Kind.KPTR_UNTRUSTED ? TypeFlag.UNTRUSTED.bit() : TypeFlag.NONE;
        } else {
            allowed |= TypeFlag.ALLOCATED.bit();
            allowed |= field.kind() == MapFields.Kind.PERCPU_KPTR ? TypeFlag.PER_CPU.bit() : TypeFlag.NONE;
        }
        return (value.flags() & ~allowed) == 0;
    }

    private static Rejection mismatch(
            RegisterState value, Register register, StructReference struct, boolean untrusted) {
        String given = value.pointee() instanceof Pointee.OfStruct other
                ? other.struct().name()
                : "";
        String expected = RegisterType.BTF_ID.kernelName() + struct.name();
        return Rejection.of(
                "invalid kptr access, R%d type=%s%s expected=%s%s",
                register.number(), value.typeText(), given, expected, untrusted ? " or untrusted_" + expected : "");
    }
}
