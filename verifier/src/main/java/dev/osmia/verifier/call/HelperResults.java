package dev.osmia.verifier.call;

import dev.osmia.program.MapType;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.contract.ReturnContract;
import dev.osmia.verifier.domain.Scalar;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;

/** What helpers leave in R0. */
final class HelperResults {
    /** {@code MAX_ERRNO}. */
    private static final int MAXIMUM_ERROR = 4095;

    private final Path path;

    HelperResults(Path path) {
        this.path = path;
    }

    /**
     * The result of a call.
     *
     * @param sliced the dynptr that the result is a slice of; null where it is none
     * @param castFrom what R1 was
     */
    RegisterState of(CallSite site, HelperContract helper, CallSite.DynptrUse sliced, RegisterState castFrom) {
        var result = base(site, helper.returns(), sliced);
        if (helper.returns().maybeNull() && !site.keyExists) {
            result = result.with(TypeFlag.MAYBE_NULL).withId(path.newId());
        }
        if (sliced != null) {
            return result.withReference(sliced.reference());
        }
        if (site.special.isPresent() && site.special.get().castsSocket()) {
            return result.withReference(site.reference);
        }
        if (acquires(site, helper)) {
            int id = References.acquire(path);
            return result.withId(id).withReference(id);
        }
        return result;
    }

    private static boolean acquires(CallSite site, HelperContract helper) {
        boolean socketLookup = site.is(SpecialFunction.MAP_LOOKUP_ELEM)
                && site.map != null
                && (site.map.spec().type() == MapType.SOCKMAP || site.map.spec().type() == MapType.SOCKHASH);
        return helper.has(Effect.ACQUIRES_REFERENCE) || socketLookup;
    }

    private RegisterState base(CallSite site, ReturnContract returns, CallSite.DynptrUse sliced) {
        return switch (returns.kind()) {
            case INTEGER -> integer(site);
            case VOID -> RegisterState.NOT_INITIALISED;
            case MAP_VALUE -> mapValue(site, returns);
            case SOCKET -> RegisterState.pointer(RegisterType.SOCKET, Pointee.NOTHING);
            case TCP_SOCK -> RegisterState.pointer(RegisterType.TCP_SOCK, Pointee.NOTHING);
            case SOCK_COMMON -> RegisterState.pointer(RegisterType.SOCK_COMMON, Pointee.NOTHING);
            case MEM -> RegisterState.pointer(RegisterType.MEMORY, Pointee.Memory.of(site.memorySize));
            case RINGBUF_MEM ->
                RegisterState.pointer(RegisterType.MEMORY, TypeFlag.RINGBUF.bit(), Pointee.Memory.of(site.memorySize));
            case DYNPTR_MEM ->
                RegisterState.pointer(
                        RegisterType.MEMORY,
                        sliced == null
                                ? Pointee.Memory.of(site.memorySize)
                                : new Pointee.Memory(site.memorySize, sliced.id(), sliced.type()));
            case BTF_ID ->
                site.is(SpecialFunction.KPTR_XCHG)
                        ? new KernelPointers(path).previous(site)
                        : RegisterState.pointer(
                                RegisterType.BTF_ID,
                                returns.trusted() ? TypeFlag.TRUSTED.bit() : TypeFlag.NONE,
                                new Pointee.OfStruct(StructReference.ofKernel(returns.btfType())));
            case MEM_OR_BTF_ID ->
                RegisterState.pointer(
                        RegisterType.BTF_ID,
                        TypeFlag.TRUSTED.bit(),
                        new Pointee.OfStruct(StructReference.ofKernel(returns.btfType())));
        };
    }

    private RegisterState mapValue(CallSite site, ReturnContract returns) {
        var value = RegisterState.pointer(RegisterType.MAP_VALUE, new Pointee.OfMap(site.map, site.mapUid));
        boolean present = !returns.maybeNull() || site.keyExists;
        boolean locked = present && site.map.fields().hasSpinLock();
        return locked ? value.withId(path.newId()) : value;
    }

    private RegisterState integer(CallSite site) {
        var unknown = RegisterState.unknown(!path.privileged());
        if (site.special.isPresent() && site.special.get().returnsLength()) {
            long most = site.greatestSize;
            return unknown.withScalar(Scalar.UNKNOWN
                    .withSigned(-MAXIMUM_ERROR, most)
                    .withSigned32(-MAXIMUM_ERROR, (int) most)
                    .normalised());
        }
        if (site.is(SpecialFunction.GET_SMP_PROCESSOR_ID)) {
            int last = path.verification().policy().processors() - 1;
            return unknown.withScalar(
                    Scalar.ofUnsignedRange(0, last).withUnsigned32(0, last).normalised());
        }
        return unknown;
    }
}
