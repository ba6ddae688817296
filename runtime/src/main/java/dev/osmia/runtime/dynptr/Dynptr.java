package dev.osmia.runtime.dynptr;

import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramMemory;
import dev.osmia.runtime.memory.Pointer;

/**
 * The 16 bytes of a dynptr ({@code struct bpf_dynptr_kern}) behind a pointer:
 *
 * <pre>
 * 0       8                                                    12
 * | data  | size (bits 0-23), type (28-30), read-only (31)     | offset |
 * </pre>
 *
 * <p>{@code data} is null for a null dynptr. For local and ring buffer dynptrs it points to their memory; for those of the packet and
 * its metadata it is only not null, because there is one packet in hand.
 */
public final class Dynptr {
    /** Bytes of a dynptr. */
    public static final int BYTES = 16;

    /** {@code DYNPTR_MAX_SIZE}. */
    public static final int MAX_SIZE = (1 << 24) - 1;

    private static final int SIZE = 8;
    private static final int OFFSET = 12;
    private static final int TYPE_SHIFT = 28;
    private static final int TYPE_MASK = 7;
    private static final int READ_ONLY = 1 << 31;
    private static final long ON_PACKET = Pointer.of(Pointer.CONTEXT, 0);
    private static final DynptrType[] TYPES = DynptrType.values();

    private Dynptr() {}

    /** Makes a dynptr over memory. */
    public static void initialise(ExecutionContext context, long dynptr, DynptrType type, long data, int size) {
        var region = context.region(dynptr);
        int at = Pointer.offset(dynptr);
        region.storeDoubleWord(at, data);
        region.storeWord(at + SIZE, size | type.ordinal() << TYPE_SHIFT);
        region.storeWord(at + OFFSET, 0);
    }

    /** Makes a dynptr over the packet in hand or its metadata. */
    public static void initialiseOnPacket(ExecutionContext context, long dynptr, DynptrType type, int size) {
        initialise(context, dynptr, type, ON_PACKET, size);
    }

    /** Takes the right to write away. */
    public static void setReadOnly(ExecutionContext context, long dynptr) {
        var region = context.region(dynptr);
        int at = Pointer.offset(dynptr) + SIZE;
        region.storeWord(at, region.loadWord(at) | READ_ONLY);
    }

    /** Makes a null dynptr. */
    public static void setNull(ExecutionContext context, long dynptr) {
        var region = context.region(dynptr);
        region.storeDoubleWord(Pointer.offset(dynptr), Pointer.NULL);
        region.storeDoubleWord(Pointer.offset(dynptr) + SIZE, 0);
    }

    /** Where its memory starts; null for a null dynptr. */
    public static long data(ExecutionContext context, long dynptr) {
        return context.region(dynptr).loadDoubleWord(Pointer.offset(dynptr));
    }

    /** Whether it is over nothing. */
    public static boolean isNull(ExecutionContext context, long dynptr) {
        return data(context, dynptr) == Pointer.NULL;
    }

    /** Whether it must not be written. */
    public static boolean isReadOnly(ExecutionContext context, long dynptr) {
        return (word(context, dynptr, SIZE) & READ_ONLY) != 0;
    }

    /** What it is over. */
    public static DynptrType type(ExecutionContext context, long dynptr) {
        int number = word(context, dynptr, SIZE) >>> TYPE_SHIFT & TYPE_MASK;
        return number < TYPES.length ? TYPES[number] : DynptrType.INVALID;
    }

    /** Bytes that it shows. */
    public static int size(ExecutionContext context, long dynptr) {
        return word(context, dynptr, SIZE) & MAX_SIZE;
    }

    /** Bytes from the start of what it is over to what it shows. */
    public static int offset(ExecutionContext context, long dynptr) {
        return word(context, dynptr, OFFSET);
    }

    private static int word(ExecutionContext context, long dynptr, int at) {
        return (int) context.region(dynptr).loadWord(Pointer.offset(dynptr) + at);
    }

    /** 0 where so many bytes at the offset lie inside, else {@code -E2BIG}; the low 32 bits of both count, unsigned. */
    public static int checkRange(ExecutionContext context, long dynptr, long offset, long length) {
        int size = size(context, dynptr);
        long bytes = length & 0xffff_ffffL;
        return bytes > size || (offset & 0xffff_ffffL) > size - bytes ? -Errno.E2BIG : 0;
    }

    /** Moves the start of what it shows forward and sets how much it shows. */
    public static void narrow(ExecutionContext context, long dynptr, int forward, int size) {
        var region = context.region(dynptr);
        int at = Pointer.offset(dynptr);
        region.storeWord(at + SIZE, (region.loadWord(at + SIZE) & ~MAX_SIZE) | size);
        region.storeWord(at + OFFSET, region.loadWord(at + OFFSET) + forward);
    }

    /** Makes another dynptr the same. */
    public static void copy(ExecutionContext context, long dynptr, long target) {
        ProgramMemory.copy(context, dynptr, target, BYTES);
    }
}
