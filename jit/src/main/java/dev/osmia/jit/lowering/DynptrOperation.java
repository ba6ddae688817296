package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.MemorySize;
import java.util.List;
import java.util.Optional;

/**
 * A call on a dynptr that is no memory: its offset and size are two JVM locals; a null dynptr has size -1. The variable arguments are where the call has them, in
 * R1 to R5; the constant ones are here.
 */
public sealed interface DynptrOperation {

    /** Which of the function's dynptrs. */
    int dynptr();

    /** What it is over. */
    DynptrStorage storage();

    /** Starts it at offset 0 with the storage's present length, or as null where the flags in R2 are not 0. */
    record Create(int dynptr, DynptrStorage storage) implements DynptrOperation {}

    /**
     * {@code bpf_dynptr_read} of a constant length into the function's own frame; the offset is in R4, the flags in R5.
     *
     * @param chunks the parts of the copy
     */
    record Read(int dynptr, DynptrStorage storage, int length, List<Chunk> chunks) implements DynptrOperation {}

    /** {@code bpf_dynptr_write} of a constant length from the function's own frame; the offset is in R2, the flags in R5. */
    record Write(int dynptr, DynptrStorage storage, int length, List<Chunk> chunks) implements DynptrOperation {}

    /** {@code bpf_dynptr_slice} and {@code bpf_dynptr_slice_rdwr} of a constant length; the offset is in R2. The null check behind it, where known, is decided here. */
    record Slice(int dynptr, DynptrStorage storage, int length, Optional<NullCheck> nullCheck)
            implements DynptrOperation {}

    /** {@code bpf_dynptr_size}. */
    record Size(int dynptr, DynptrStorage storage) implements DynptrOperation {}

    /** {@code bpf_dynptr_is_null}. */
    record IsNull(int dynptr, DynptrStorage storage) implements DynptrOperation {}

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
     * @param between the slots between the call and the check, moves that do not touch R0
     * @param target where null goes
     */
    record NullCheck(List<Integer> between, int target) {}
}
