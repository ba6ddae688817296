package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
import static dev.osmia.program.ProgramTypes.without;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Flag;
import dev.osmia.program.contract.KfuncArgument.Kind;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.contract.KfuncContract.Returns;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramMemory;
import dev.osmia.runtime.dynptr.Dynptr;
import dev.osmia.runtime.dynptr.DynptrType;
import dev.osmia.runtime.memory.Pointer;
import java.util.Set;

/** Kfuncs that make dynptrs of packets and metadata, and that work on any dynptr. */
final class DynptrKfuncs {
    private static final Set<ProgramType> PACKETS = union(
            without(ProgramTypes.SOCKET_BUFFER, ProgramType.FLOW_DISSECTOR),
            setOf(ProgramType.NETFILTER, ProgramType.TRACING));

    private static final KfuncArgument FLAGS = KfuncArgument.of("flags", Kind.SCALAR);
    private static final KfuncArgument OFFSET = KfuncArgument.of("offset", Kind.SCALAR);
    private static final KfuncArgument DYNPTR = dynptr("p", Flag.READ_ONLY);
    private static final KfuncArgument NEW_DYNPTR = dynptr("ptr", Flag.UNINITIALISED);

    private DynptrKfuncs() {}

    static void declare(HelperCatalog.Builder catalog) {
        declareConstructors(catalog);
        declareSlices(catalog);
        declareProperties(catalog);
        declareBulk(catalog);
    }

    private static KfuncArgument dynptr(String name, Flag... flags) {
        return KfuncArgument.of(name, Kind.DYNPTR, "bpf_dynptr", Dynptr.BYTES, flags);
    }

    private static KfuncArgument contextOf(String name, String struct) {
        return KfuncArgument.of(name, Kind.CONTEXT, struct, 0);
    }

    private static void declareConstructors(HelperCatalog.Builder catalog) {
        catalog.kfunc("bpf_dynptr_from_skb")
                .programs(PACKETS)
                .flags(KfuncContract.Flag.TRUSTED_ARGS)
                .returns(Returns.INT)
                .takes(contextOf("s", "__sk_buff"), FLAGS, NEW_DYNPTR)
                .runs(
                        ProgramTypes.SOCKET_BUFFER_WRITERS,
                        (context, ctx, flags, dynptr, r4, r5) -> onPacket(
                                context,
                                DynptrType.SKB,
                                flags,
                                dynptr,
                                context.packet().length()),
                        (context, ctx, flags, dynptr, r4, r5) -> readOnlyOnPacket(context, flags, dynptr));
        catalog.kfunc("bpf_dynptr_from_skb_meta")
                .programs(ProgramTypes.TC)
                .flags(KfuncContract.Flag.TRUSTED_ARGS)
                .returns(Returns.INT)
                .takes(contextOf("skb_", "__sk_buff"), FLAGS, NEW_DYNPTR)
                .runs((context, ctx, flags, dynptr, r4, r5) -> onMetadata(context, flags, dynptr));
        catalog.kfunc("bpf_dynptr_from_xdp")
                .programs(setOf(ProgramType.XDP))
                .returns(Returns.INT)
                .takes(contextOf("x", "xdp_md"), FLAGS, NEW_DYNPTR)
                .runs((context, ctx, flags, dynptr, r4, r5) -> onPacket(
                        context, DynptrType.XDP, flags, dynptr, context.packet().length()));
    }

    private static long onPacket(ExecutionContext context, DynptrType type, long flags, long dynptr, int size) {
        if (flags != 0) {
            Dynptr.setNull(context, dynptr);
            return -Errno.EINVAL;
        }
        Dynptr.initialiseOnPacket(context, dynptr, type, size);
        return 0;
    }

    private static long onMetadata(ExecutionContext context, long flags, long dynptr) {
        var packet = context.packet();
        long error = onPacket(context, DynptrType.SKB_META, flags, dynptr, packet.metadataLength());
        if (error == 0 && packet.cloned()) {
            Dynptr.setReadOnly(context, dynptr);
        }
        return error;
    }

    private static long readOnlyOnPacket(ExecutionContext context, long flags, long dynptr) {
        long error = onPacket(
                context, DynptrType.SKB, flags, dynptr, context.packet().length());
        if (error == 0) {
            Dynptr.setReadOnly(context, dynptr);
        }
        return error;
    }

    private static void declareSlices(HelperCatalog.Builder catalog) {
        var buffer = KfuncArgument.of("buffer", Kind.SIZED_MEMORY, Flag.NULLABLE);
        var size = KfuncArgument.of("buffer", Kind.MEMORY_SIZE, Flag.CONSTANT);
        var slice = new Returns(Returns.Kind.DYNPTR_SLICE, "void", 0);
        catalog.kfunc("bpf_dynptr_slice")
                .flags(KfuncContract.Flag.RET_NULL)
                .returns(slice)
                .takes(DYNPTR, OFFSET, buffer, size)
                .runs((context, dynptr, offset, to, length, r5) -> slice(context, dynptr, (int) offset, (int) length));
        catalog.kfunc("bpf_dynptr_slice_rdwr")
                .flags(KfuncContract.Flag.RET_NULL)
                .returns(slice)
                .takes(DYNPTR, OFFSET, buffer, size)
                .runs((context, dynptr, offset, to, length, r5) ->
                        sliceToWrite(context, dynptr, (int) offset, (int) length));
    }

    /** Where the bytes lie, or null. Packets are in one piece here, so that the program's buffer for a copy is never needed. */
    private static long slice(ExecutionContext context, long dynptr, int offset, int length) {
        if (Dynptr.isNull(context, dynptr) || Dynptr.checkRange(context, dynptr, offset, length) != 0) {
            return Pointer.NULL;
        }
        int start = Dynptr.offset(context, dynptr) + offset;
        var packet = context.packet();
        return switch (Dynptr.type(context, dynptr)) {
            case LOCAL, RINGBUF -> Dynptr.data(context, dynptr) + start;
            case SKB, XDP -> start > packet.length() - length ? Pointer.NULL : packet.dataPointer() + start;
            case SKB_META -> start > packet.metadataLength() - length ? Pointer.NULL : packet.dataMetaPointer() + start;
            case INVALID -> Pointer.NULL;
        };
    }

    private static long sliceToWrite(ExecutionContext context, long dynptr, int offset, int length) {
        return Dynptr.isReadOnly(context, dynptr) ? Pointer.NULL : slice(context, dynptr, offset, length);
    }

    private static void declareProperties(HelperCatalog.Builder catalog) {
        catalog.kfunc("bpf_dynptr_adjust")
                .returns(Returns.INT)
                .takes(DYNPTR, KfuncArgument.of("start", Kind.SCALAR), KfuncArgument.of("end", Kind.SCALAR))
                .runs((context, dynptr, start, end, r4, r5) -> adjust(context, dynptr, (int) start, (int) end));
        catalog.kfunc("bpf_dynptr_is_null")
                .returns(Returns.BOOL)
                .takes(DYNPTR)
                .runs((context, dynptr, r2, r3, r4, r5) -> Dynptr.isNull(context, dynptr) ? 1 : 0);
        catalog.kfunc("bpf_dynptr_is_rdonly")
                .returns(Returns.BOOL)
                .takes(DYNPTR)
                .runs((context, dynptr, r2, r3, r4, r5) ->
                        !Dynptr.isNull(context, dynptr) && Dynptr.isReadOnly(context, dynptr) ? 1 : 0);
        catalog.kfunc("bpf_dynptr_size")
                .returns(Returns.U32)
                .takes(DYNPTR)
                .runs((context, dynptr, r2, r3, r4, r5) -> Integer.toUnsignedLong(
                        Dynptr.isNull(context, dynptr) ? -Errno.EINVAL : Dynptr.size(context, dynptr)));
        catalog.kfunc("bpf_dynptr_clone")
                .returns(Returns.INT)
                .takes(DYNPTR, dynptr("clone", Flag.UNINITIALISED))
                .runs((context, dynptr, clone, r3, r4, r5) -> {
                    if (Dynptr.isNull(context, dynptr)) {
                        Dynptr.setNull(context, clone);
                        return -Errno.EINVAL;
                    }
                    Dynptr.copy(context, dynptr, clone);
                    return 0;
                });
    }

    private static long adjust(ExecutionContext context, long dynptr, int start, int end) {
        if (Dynptr.isNull(context, dynptr) || Integer.compareUnsigned(start, end) > 0) {
            return -Errno.EINVAL;
        }
        if (Integer.compareUnsigned(end, Dynptr.size(context, dynptr)) > 0) {
            return -Errno.ERANGE;
        }
        Dynptr.narrow(context, dynptr, start, end - start);
        return 0;
    }

    private static void declareBulk(HelperCatalog.Builder catalog) {
        catalog.kfunc("bpf_dynptr_copy")
                .returns(Returns.INT)
                .takes(
                        dynptr("dst_ptr"),
                        KfuncArgument.of("dst_off", Kind.SCALAR),
                        dynptr("src_ptr"),
                        KfuncArgument.of("src_off", Kind.SCALAR),
                        KfuncArgument.of("size", Kind.SCALAR))
                .effects(Effect.WRITES_PACKET_DATA)
                .runs((context, target, targetOffset, source, sourceOffset, size) ->
                        copy(context, target, (int) targetOffset, source, (int) sourceOffset, (int) size));
        catalog.kfunc("bpf_dynptr_memset")
                .returns(Returns.INT)
                .takes(dynptr("p"), OFFSET, KfuncArgument.of("size", Kind.SCALAR), KfuncArgument.of("val", Kind.SCALAR))
                .effects(Effect.WRITES_PACKET_DATA)
                .runs((context, dynptr, offset, size, value, r5) ->
                        fill(context, dynptr, (int) offset, (int) size, (byte) value));
    }

    private static long copy(
            ExecutionContext context, long target, int targetOffset, long source, int sourceOffset, int size) {
        long from = slice(context, source, sourceOffset, size);
        long to = sliceToWrite(context, target, targetOffset, size);
        if (from != Pointer.NULL && to != Pointer.NULL) {
            ProgramMemory.copy(context, from, to, size);
            return 0;
        }
        if (from != Pointer.NULL) {
            return DynptrHelpers.write(context, target, targetOffset, from, size, 0);
        }
        if (to != Pointer.NULL) {
            return DynptrHelpers.read(context, to, size, source, sourceOffset, 0);
        }
        boolean inRange = Dynptr.checkRange(context, target, targetOffset, size) == 0
                && Dynptr.checkRange(context, source, sourceOffset, size) == 0;
        return inRange ? 0 : -Errno.E2BIG;
    }

    private static long fill(ExecutionContext context, long dynptr, int offset, int size, byte value) {
        long to = sliceToWrite(context, dynptr, offset, size);
        if (to != Pointer.NULL) {
            ProgramMemory.fill(context, to, size, value);
            return 0;
        }
        return Dynptr.isReadOnly(context, dynptr) ? -Errno.EINVAL : Dynptr.checkRange(context, dynptr, offset, size);
    }
}
