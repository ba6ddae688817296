package dev.osmia.verifier.memory;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.Unsupported;

/** Accesses to structs that BTF describes: the kernel's, and objects that programs allocate ({@code check_ptr_to_btf_access}). */
public final class StructAccess {
    /** What remains of the flags of a pointer that was read out of something not trusted. */
    private static final int OLD_FLAGS = TypeFlag.USER.bit() | TypeFlag.PER_CPU.bit();

    private StructAccess() {}

    static void check(Path path, Access access, RegisterState pointer, int offset) {
        var base = access.base();
        var struct = ((Pointee.OfStruct) pointer.pointee()).struct();
        if (!path.privileged()) {
            throw Rejection.of("'struct %s' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN", struct.name());
        }
        if (struct.kernel() && !path.verification().program().gplCompatible()) {
            throw Rejection.of("Cannot access kernel 'struct %s' from non-GPL compatible program", struct.name());
        }
        if (offset < 0) {
            throw Rejection.of("R%d is ptr_%s invalid negative access: off=%d", base.number(), struct.name(), offset);
        }
        checkPointer(pointer, base, struct, offset);
        if (access.write()) {
            checkWritable(pointer, struct, offset);
        }
        checkFields(struct, offset, access.size());
        find(path, struct, offset, access.size());
    }

    private static void checkPointer(RegisterState pointer, Register base, StructReference struct, int offset) {
        if (!pointer.scalar().isConstant(0)) {
            throw Rejection.of(
                    "R%d is ptr_%s invalid variable offset: off=%d, var_off=%s",
                    base.number(), struct.name(), offset, pointer.variableOffset());
        }
        if (pointer.has(TypeFlag.USER)) {
            throw Rejection.of("R%d is ptr_%s access user memory: off=%d", base.number(), struct.name(), offset);
        }
        if (pointer.has(TypeFlag.PER_CPU)) {
            throw Rejection.of("R%d is ptr_%s access percpu memory: off=%d", base.number(), struct.name(), offset);
        }
    }

    /** Only objects of the program's own are written, and those only by who owns them or holds the lock of what does. */
    private static void checkWritable(RegisterState pointer, StructReference struct, int offset) {
        if (struct.kernel() && struct.name().startsWith("nf_conn")) {
            throw Rejection.of("no write support to nf_conn at off %d", offset);
        }
        boolean object = pointer.has(TypeFlag.ALLOCATED) && !pointer.has(TypeFlag.UNTRUSTED);
        if (!object) {
            throw Rejection.of("only read is supported");
        }
    }

    private static void checkFields(StructReference struct, int offset, int size) {
        for (var field : struct.fields().fields()) {
            if (offset < field.offset() + field.size() && field.offset() < offset + size) {
                throw Rejection.of(
                        "direct access to %s is disallowed", field.kind().structName());
            }
        }
    }

    private static Btf types(Path path, StructReference struct) {
        var types = struct.kernel()
                ? path.verification().contracts().kernelTypes()
                : path.verification().program().btf();
        return types.orElseThrow(() -> new Unsupported("the kernel's types, for struct " + struct.name()));
    }

    static StructWalk.Found find(Path path, StructReference struct, int offset, int size) {
        var types = types(path, struct);
        int type = struct.kernel()
                ? types.find(struct.name(), BtfType.Composite.class)
                        .orElseThrow(() -> new Unsupported("struct " + struct.name() + " of the kernel"))
                : struct.type();
        return new StructWalk(types, struct.kernel()).access(type, offset, size);
    }

    /** Whether a struct of the name starts where the pointer points to. */
    public static boolean pointsTo(Path path, RegisterState pointer, String name) {
        var struct = ((Pointee.OfStruct) pointer.pointee()).struct();
        var types = types(path, struct);
        int type = struct.kernel()
                ? types.find(struct.name(), BtfType.Composite.class).orElse(0)
                : struct.type();
        return new StructWalk(types, struct.kernel()).startsWith(type, pointer.offset(), name);
    }

    /** What a load that was checked gives, before it is cut to its size. */
    static RegisterState load(Path path, Access access, RegisterState pointer, int offset) {
        var struct = ((Pointee.OfStruct) pointer.pointee()).struct();
        var found = find(path, struct, offset, access.size());
        return loaded(path, struct, found, trust(path, pointer, struct, found));
    }

    /** What a load through a pointer gives that says nothing of trust, and that was checked. */
    static RegisterState loadUntrusted(Path path, StructReference struct, int offset, int size) {
        var found = find(path, struct, offset, size);
        return loaded(path, struct, found, found.flags() & OLD_FLAGS);
    }

    private static RegisterState loaded(Path path, StructReference struct, StructWalk.Found found, int flags) {
        return switch (found.kind()) {
            case NUMBER, STRUCT -> RegisterState.unknown(!path.privileged());
            case OTHER_POINTER ->
                RegisterState.pointer(
                        RegisterType.MEMORY, TypeFlag.READ_ONLY.bit() | TypeFlag.UNTRUSTED.bit(), Pointee.Memory.of(0));
            case POINTER -> {
                String name = types(path, struct).type(found.type()).name();
                if (!struct.kernel() || name.isEmpty()) {
                    yield RegisterState.unknown(!path.privileged());
                }
                var target = new Pointee.OfStruct(StructReference.ofKernel(name));
                var pointer = RegisterState.pointer(RegisterType.BTF_ID, flags, target);
                yield pointer.mayBeNull() ? pointer.withId(path.newId()) : pointer;
            }
        };
    }

    /** Whether what was read may be relied on depends on what it was read from, and on the field. */
    private static int trust(Path path, RegisterState pointer, StructReference struct, StructWalk.Found found) {
        if (pointer.has(TypeFlag.UNTRUSTED)) {
            return TypeFlag.UNTRUSTED.bit();
        }
        boolean rcu = pointer.has(TypeFlag.RCU);
        if (!isTrusted(pointer) && !rcu) {
            return found.flags() & OLD_FLAGS;
        }
        var trust = FieldTrust.of(struct.name(), found.field());
        int orNull = TypeFlag.MAYBE_NULL.bit();
        return switch (trust) {
            case TRUSTED -> found.flags() | TypeFlag.TRUSTED.bit();
            case TRUSTED_OR_NULL -> found.flags() | TypeFlag.TRUSTED.bit() | orNull;
            case RCU, RCU_OR_NULL, NONE -> {
                if (!isRcuSection(path) || pointer.mayBeNull()) {
                    yield TypeFlag.UNTRUSTED.bit();
                }
                if (trust == FieldTrust.RCU) {
                    yield found.flags() | TypeFlag.RCU.bit();
                }
                boolean tagged = (found.flags() & TypeFlag.RCU.bit()) != 0;
                if (tagged || trust == FieldTrust.RCU_OR_NULL) {
                    yield (found.flags() | TypeFlag.RCU.bit() | orNull) & ~TypeFlag.UNTRUSTED.bit();
                }
                yield found.flags() & OLD_FLAGS;
            }
        };
    }

    private static boolean isTrusted(RegisterState pointer) {
        int trusted = TypeFlag.ALLOCATED.bit() | TypeFlag.TRUSTED.bit() | TypeFlag.NON_OWNING.bit();
        return pointer.reference() != 0 || ((pointer.flags() & trusted) != 0 && (pointer.flags() & ~trusted) == 0);
    }

    static boolean isRcuSection(Path path) {
        var resources = path.state().resources();
        boolean maySleep =
                path.verification().program().sleepable() || path.state().sleepable();
        return resources.rcu() || resources.activeLocks() > 0 || !maySleep;
    }
}
