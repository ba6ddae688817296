package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_ALLOC_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.DYNPTR_RDONLY;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;
import static dev.osmia.runtime.helper.Arguments.UNINIT_MEM;
import static dev.osmia.runtime.helper.Arguments.uninitialisedDynptr;

import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.ReturnContract;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramMemory;
import dev.osmia.runtime.dynptr.Dynptr;
import dev.osmia.runtime.dynptr.DynptrType;
import dev.osmia.runtime.memory.Pointer;

/** Helpers that make dynptrs of memory and copy from and to whatever a dynptr is over. */
final class DynptrHelpers {
    private DynptrHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(197, "bpf_dynptr_from_mem")
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, ANYTHING, uninitialisedDynptr(ArgumentFlag.DYNPTR_LOCAL))
                .runs((context, data, size, flags, dynptr, r5) -> fromMemory(context, data, (int) size, flags, dynptr));
        catalog.helper(201, "bpf_dynptr_read")
                .takes(UNINIT_MEM, CONST_SIZE_OR_ZERO, DYNPTR_RDONLY, ANYTHING, ANYTHING)
                .runs((context, to, length, dynptr, offset, flags) ->
                        read(context, to, (int) length, dynptr, (int) offset, flags));
        catalog.helper(202, "bpf_dynptr_write")
                .takes(DYNPTR_RDONLY, ANYTHING, MEM_RDONLY, CONST_SIZE_OR_ZERO, ANYTHING)
                .effects(Effect.WRITES_PACKET_DATA)
                .runs((context, dynptr, offset, from, length, flags) ->
                        write(context, dynptr, (int) offset, from, (int) length, flags));
        catalog.helper(203, "bpf_dynptr_data")
                .returns(ReturnContract.orNull(ReturnContract.Kind.DYNPTR_MEM))
                .takes(DYNPTR_RDONLY, ANYTHING, CONST_ALLOC_SIZE_OR_ZERO)
                .runs((context, dynptr, offset, length, r4, r5) -> data(context, dynptr, (int) offset, (int) length));
    }

    private static long fromMemory(ExecutionContext context, long data, int size, long flags, long dynptr) {
        int error = Integer.compareUnsigned(size, Dynptr.MAX_SIZE) > 0 ? -Errno.E2BIG : flags != 0 ? -Errno.EINVAL : 0;
        if (error != 0) {
            Dynptr.setNull(context, dynptr);
        } else {
            Dynptr.initialise(context, dynptr, DynptrType.LOCAL, data, size);
        }
        return error;
    }

    static long read(ExecutionContext context, long to, int length, long dynptr, int offset, long flags) {
        if (Dynptr.isNull(context, dynptr) || flags != 0) {
            return -Errno.EINVAL;
        }
        int error = Dynptr.checkRange(context, dynptr, offset, length);
        if (error != 0) {
            return error;
        }
        int start = Dynptr.offset(context, dynptr) + offset;
        switch (Dynptr.type(context, dynptr)) {
            case LOCAL, RINGBUF -> ProgramMemory.copy(context, Dynptr.data(context, dynptr) + start, to, length);
            case SKB -> {
                return SocketBufferHelpers.loadBytes(context, start, to, length);
            }
            case XDP -> {
                return XdpHelpers.loadBytes(context, start, to, length);
            }
            case SKB_META -> {
                return loadMetadata(context, start, to, length);
            }
            case INVALID -> {
                return -Errno.EFAULT;
            }
        }
        return 0;
    }

    static long write(ExecutionContext context, long dynptr, int offset, long from, int length, long flags) {
        if (Dynptr.isNull(context, dynptr) || Dynptr.isReadOnly(context, dynptr)) {
            return -Errno.EINVAL;
        }
        int error = Dynptr.checkRange(context, dynptr, offset, length);
        if (error != 0) {
            return error;
        }
        var type = Dynptr.type(context, dynptr);
        if (flags != 0 && type != DynptrType.SKB) {
            return -Errno.EINVAL;
        }
        int start = Dynptr.offset(context, dynptr) + offset;
        switch (type) {
            case LOCAL, RINGBUF -> ProgramMemory.copy(context, from, Dynptr.data(context, dynptr) + start, length);
            case SKB -> {
                return SocketBufferHelpers.storeBytes(context, start, from, length, flags);
            }
            case XDP -> {
                return XdpHelpers.storeBytes(context, start, from, length);
            }
            case SKB_META -> {
                return storeMetadata(context, start, from, length);
            }
            case INVALID -> {
                return -Errno.EFAULT;
            }
        }
        return 0;
    }

    /** Where metadata went since the dynptr was made, the kernel goes on behind their end, into the packet. */
    private static long loadMetadata(ExecutionContext context, int start, long to, int length) {
        var packet = context.packet();
        int inside = inMetadata(context, start, length);
        int behind = start + inside - packet.metadataLength();
        if (inside > 0) {
            ProgramMemory.write(context, to, packet.metadata(), packet.metadataStart() + start, inside);
        }
        if (inside < length && behind <= packet.length() - (length - inside)) {
            ProgramMemory.write(context, to + inside, packet.data(), packet.dataStart() + behind, length - inside);
        }
        return 0;
    }

    private static long storeMetadata(ExecutionContext context, int start, long from, int length) {
        var packet = context.packet();
        int inside = inMetadata(context, start, length);
        int behind = start + inside - packet.metadataLength();
        if (inside > 0) {
            ProgramMemory.read(context, from, packet.metadata(), packet.metadataStart() + start, inside);
        }
        if (inside < length && behind <= packet.length() - (length - inside)) {
            packet.makeWritable();
            ProgramMemory.read(context, from + inside, packet.data(), packet.dataStart() + behind, length - inside);
        }
        return 0;
    }

    /** How many bytes of a range from the metadata's start lie in what they are now. */
    private static int inMetadata(ExecutionContext context, int start, int length) {
        return Math.max(0, Math.min(length, context.packet().metadataLength() - start));
    }

    private static long data(ExecutionContext context, long dynptr, int offset, int length) {
        if (Dynptr.isNull(context, dynptr)
                || Dynptr.checkRange(context, dynptr, offset, length) != 0
                || Dynptr.isReadOnly(context, dynptr)) {
            return Pointer.NULL;
        }
        return switch (Dynptr.type(context, dynptr)) {
            case LOCAL, RINGBUF -> Dynptr.data(context, dynptr) + Dynptr.offset(context, dynptr) + offset;
            case SKB, XDP, SKB_META, INVALID -> Pointer.NULL;
        };
    }
}
