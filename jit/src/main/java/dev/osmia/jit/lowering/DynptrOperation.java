package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Register;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A call on dynptrs that are no memory; a null dynptr has size -1. The variable arguments are where the call has them, in R1 to R5; the
 * constant ones are here.
 */
public sealed interface DynptrOperation {

    /** The dynptr that it is about, or makes. */
    PlainDynptr dynptr();

    /** A second dynptr that it takes from. */
    default Optional<PlainDynptr> other() {
        return Optional.empty();
    }

    /** Starts it at offset 0 with the storage's present length, or as null where the flags in R2 are not 0. */
    record Create(PlainDynptr dynptr) implements DynptrOperation {}

    /** {@code bpf_dynptr_from_mem} over the map value in R1 with the size in R2 and the flags in R3. */
    record CreateOverValue(PlainDynptr dynptr) implements DynptrOperation {}

    /**
     * {@code bpf_dynptr_read} of a constant length into the function's own frame; the flags are in R5.
     *
     * @param chunks the parts of the copy
     * @param checked whether the packet may have changed since the dynptr was made
     */
    record Read(PlainDynptr dynptr, Range range, List<Chunk> chunks, boolean checked) implements DynptrOperation {}

    /** {@code bpf_dynptr_write} of a constant length from the function's own frame; the flags are in R5. */
    record Write(PlainDynptr dynptr, Range range, List<Chunk> chunks, boolean checked) implements DynptrOperation {}

    /** {@code bpf_dynptr_read} as one copy to where R1 points; the length is in R2, the offset in R4, the flags in R5. */
    record BulkRead(PlainDynptr dynptr) implements DynptrOperation {}

    /** {@code bpf_dynptr_write} as one copy from where R3 points; the offset is in R2, the length in R4, the flags in R5. */
    record BulkWrite(PlainDynptr dynptr) implements DynptrOperation {}

    /**
     * {@code bpf_dynptr_slice}, {@code bpf_dynptr_slice_rdwr} or {@code bpf_dynptr_data} of a constant length. The null check behind
     * it, where known, is decided here.
     *
     * @param never whether there is none whatever the arguments
     * @param checked whether the packet may have changed since the dynptr was made
     */
    record Slice(PlainDynptr dynptr, Range range, boolean never, boolean checked, Optional<NullCheck> nullCheck)
            implements DynptrOperation {}

    /** {@code bpf_dynptr_size}. */
    record Size(PlainDynptr dynptr) implements DynptrOperation {}

    /** {@code bpf_dynptr_is_null}. */
    record IsNull(PlainDynptr dynptr) implements DynptrOperation {}

    /** {@code bpf_dynptr_is_rdonly}. */
    record IsReadOnly(PlainDynptr dynptr) implements DynptrOperation {}

    /** {@code bpf_dynptr_adjust} to the range from R2 to R3. */
    record Adjust(PlainDynptr dynptr) implements DynptrOperation {}

    /** {@code bpf_dynptr_clone}, which makes the dynptr another. */
    record Clone(PlainDynptr dynptr, PlainDynptr source) implements DynptrOperation {
        @Override
        public Optional<PlainDynptr> other() {
            return Optional.of(source);
        }
    }

    /** {@code bpf_dynptr_copy} to the offset in R2 from the offset in R4 of another; the length is in R5. */
    record Copy(PlainDynptr dynptr, PlainDynptr source) implements DynptrOperation {
        @Override
        public Optional<PlainDynptr> other() {
            return Optional.of(source);
        }
    }

    /** {@code bpf_dynptr_memset} from the offset in R2, of the length in R3, with the byte in R4. */
    record Fill(PlainDynptr dynptr) implements DynptrOperation {}

    /**
     * A range of constant length.
     *
     * @param start the offset where it starts; empty where only the register knows
     * @param register what holds the offset
     */
    record Range(OptionalInt start, Register register, int length) {
        /** A range whose start is what the register holds. */
        static Range of(Optional<Long> start, Register register, int length) {
            // The kernel takes 32 bits of the offset.
            var known = start.stream()
                    .mapToInt(Long::intValue)
                    .filter(offset -> offset >= 0 && offset <= Integer.MAX_VALUE - length);
            return new Range(known.findFirst(), register, length);
        }
    }

    /**
     * One access of a copy.
     *
     * @param place the part's place on the stack
     * @param size its width
     * @param offset bytes from the start of the copy
     */
    record Chunk(Place place, MemorySize size, int offset) {}

    /**
     * A null check of a slice that nothing else jumps to: where there is no slice, the instructions between run and control goes to
     * where the check sends null.
     *
     * @param call the slot of the slice
     * @param between the slots between the call and the check, all moves
     * @param copies those of them that copy the slice's pointer
     * @param target where null goes
     */
    record NullCheck(int call, List<Integer> between, Set<Integer> copies, int target) {}
}
