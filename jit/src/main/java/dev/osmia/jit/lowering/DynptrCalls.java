package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.MemorySize;
import dev.osmia.verifier.fact.DynptrType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The calls on dynptrs that become plain code, and what each becomes. A copy counts as plain only with a constant length up to
 * {@link #LONGEST_COPY} and a place in the function's own frame. Flags need not be known: the code checks them.
 */
final class DynptrCalls {
    /** Longer copies are better left to one bulk copy. */
    static final int LONGEST_COPY = 64;

    private DynptrCalls() {}

    /** Whether the call, with its dynptr in this argument, becomes plain code if the dynptr is no memory. */
    static boolean isPlain(CallShape call, int argument) {
        return dynptrArgument(call).filter(index -> index == argument).isPresent();
    }

    /** Which argument is the dynptr of a call that can become plain code. */
    private static Optional<Integer> dynptrArgument(CallShape call) {
        return switch (call.name()) {
            case "bpf_dynptr_from_skb_meta", "bpf_dynptr_from_skb", "bpf_dynptr_from_xdp" -> Optional.of(2);
            case "bpf_dynptr_read" -> when(copies(call, 0, 1), 2);
            case "bpf_dynptr_write" -> when(copies(call, 2, 3) && flagsMustBeZero(call), 0);
            case "bpf_dynptr_slice", "bpf_dynptr_slice_rdwr" ->
                when(call.constant(3).isPresent(), 0);
            case "bpf_dynptr_size", "bpf_dynptr_is_null" -> Optional.of(0);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> when(boolean condition, int argument) {
        return condition ? Optional.of(argument) : Optional.empty();
    }

    /** A write through an skb dynptr takes flags that ask for checksum and hash upkeep. */
    private static boolean flagsMustBeZero(CallShape write) {
        return write.ownDynptr(0)
                .filter(dynptr -> dynptr.type() != DynptrType.SKB)
                .isPresent();
    }

    private static boolean copies(CallShape call, int memory, int length) {
        return call.ownStackOffset(memory).isPresent()
                && call.constant(length)
                        .filter(bytes -> bytes >= 0 && bytes <= LONGEST_COPY)
                        .isPresent();
    }

    /** The stack range that the call copies to or from when it becomes plain code; empty for calls that copy nothing. */
    static Optional<Copy> copy(CallShape call) {
        return switch (call.name()) {
            case "bpf_dynptr_read" -> Optional.of(copyOf(call, 0, 1));
            case "bpf_dynptr_write" -> Optional.of(copyOf(call, 2, 3));
            default -> Optional.empty();
        };
    }

    private static Copy copyOf(CallShape call, int memory, int length) {
        return new Copy(
                memory,
                call.ownStackOffset(memory).orElseThrow(),
                call.constant(length).orElseThrow().intValue());
    }

    /**
     * A range of the function's own frame.
     *
     * @param argument the argument that points to it
     * @param offset from the frame's top, negative
     */
    record Copy(int argument, int offset, int length) {
        /** The accesses that cover it, none crossing a stack unit. */
        List<Part> parts() {
            var parts = new ArrayList<Part>();
            for (int done = 0; done < length; ) {
                int left = Math.min(
                        length - done, StackPlan.UNIT_BYTES - Math.floorMod(offset + done, StackPlan.UNIT_BYTES));
                var size = widest(left);
                parts.add(new Part(offset + done, size, done));
                done += size.bytes();
            }
            return parts;
        }

        private static MemorySize widest(int bytes) {
            return MemorySize.ofBytes(Integer.highestOneBit(Math.min(bytes, 8)));
        }
    }

    /**
     * One access of a copy.
     *
     * @param stackOffset from the frame's top
     * @param copyOffset from the start of the copy
     */
    record Part(int stackOffset, MemorySize size, int copyOffset) {}

    /** Whether the call gives a slice. */
    static boolean slices(CallShape call) {
        return call.name().equals("bpf_dynptr_slice") || call.name().equals("bpf_dynptr_slice_rdwr");
    }

    /**
     * What the call becomes.
     *
     * @param nullCheck the check of the result behind the call
     */
    static DynptrOperation lower(
            CallShape call, DynptrPlan dynptrs, StackPlan stack, Optional<DynptrOperation.NullCheck> nullCheck) {
        int offset =
                call.ownDynptr(dynptrArgument(call).orElseThrow()).orElseThrow().offset();
        int dynptr = dynptrs.index(offset).orElseThrow();
        var storage = dynptrs.storage(offset);
        return switch (call.name()) {
            case "bpf_dynptr_read" -> {
                var copy = copyOf(call, 0, 1);
                yield new DynptrOperation.Read(dynptr, storage, copy.length(), chunks(copy, stack));
            }
            case "bpf_dynptr_write" -> {
                var copy = copyOf(call, 2, 3);
                yield new DynptrOperation.Write(dynptr, storage, copy.length(), chunks(copy, stack));
            }
            case "bpf_dynptr_slice", "bpf_dynptr_slice_rdwr" ->
                new DynptrOperation.Slice(
                        dynptr, storage, call.constant(3).orElseThrow().intValue(), nullCheck);
            case "bpf_dynptr_size" -> new DynptrOperation.Size(dynptr, storage);
            case "bpf_dynptr_is_null" -> new DynptrOperation.IsNull(dynptr, storage);
            default -> new DynptrOperation.Create(dynptr, storage);
        };
    }

    private static List<DynptrOperation.Chunk> chunks(Copy copy, StackPlan stack) {
        var chunks = new ArrayList<DynptrOperation.Chunk>();
        for (var part : copy.parts()) {
            if (part.size() == MemorySize.DOUBLE_WORD && stack.isInWords(part.stackOffset())) {
                int half = MemorySize.WORD.bytes();
                chunks.add(chunk(stack, part.stackOffset(), MemorySize.WORD, part.copyOffset()));
                chunks.add(chunk(stack, part.stackOffset() + half, MemorySize.WORD, part.copyOffset() + half));
            } else {
                chunks.add(chunk(stack, part.stackOffset(), part.size(), part.copyOffset()));
            }
        }
        return chunks;
    }

    private static DynptrOperation.Chunk chunk(StackPlan stack, int stackOffset, MemorySize size, int copyOffset) {
        return new DynptrOperation.Chunk(stack.place(stackOffset), size, copyOffset);
    }
}
