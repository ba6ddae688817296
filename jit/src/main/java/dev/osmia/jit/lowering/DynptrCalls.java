package dev.osmia.jit.lowering;

import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.DynptrType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The calls on dynptrs that become plain code, and what each becomes. A copy to or from the function's own frame is one of parts if its
 * length is a constant up to {@link #LONGEST_PARTS}; flags need not be known, the code checks them.
 */
final class DynptrCalls {
    static final String FROM_MEMORY = "bpf_dynptr_from_mem";

    /** Longer copies are better left to one bulk copy. */
    static final int LONGEST_PARTS = 64;

    private static final String READ = "bpf_dynptr_read";
    private static final String WRITE = "bpf_dynptr_write";
    private static final String SLICE = "bpf_dynptr_slice";
    private static final String SLICE_TO_WRITE = "bpf_dynptr_slice_rdwr";
    private static final String DATA = "bpf_dynptr_data";
    private static final String CLONE = "bpf_dynptr_clone";
    private static final String COPY = "bpf_dynptr_copy";
    private static final String FILL = "bpf_dynptr_memset";

    private DynptrCalls() {}

    /** Whether the call, with a dynptr in this argument, becomes plain code if its dynptrs are no memory. */
    static boolean isPlain(CallShape call, int argument) {
        return dynptrArguments(call).contains(argument);
    }

    /** Which arguments are the dynptrs of a call that can become plain code, the one that it is about first. */
    private static List<Integer> dynptrArguments(CallShape call) {
        return switch (call.name()) {
            case "bpf_dynptr_from_skb_meta", "bpf_dynptr_from_skb", "bpf_dynptr_from_xdp", READ -> List.of(2);
            case FROM_MEMORY -> List.of(3);
            case WRITE, "bpf_dynptr_size", "bpf_dynptr_is_null", "bpf_dynptr_is_rdonly", "bpf_dynptr_adjust", FILL ->
                List.of(0);
            case SLICE, SLICE_TO_WRITE, DATA -> sliceLength(call).isPresent() ? List.of(0) : List.of();
            case CLONE -> List.of(1, 0);
            case COPY -> List.of(0, 2);
            default -> List.of();
        };
    }

    private static Optional<Integer> sliceLength(CallShape call) {
        return call.constant(call.name().equals(DATA) ? 2 : 3)
                .map(Long::intValue)
                .filter(length -> length >= 0);
    }

    /** Whether the call can only become plain code if packets stay as they were when its dynptrs were made. */
    static boolean needsPacketToStay(CallShape call) {
        return call.name().equals(COPY) || call.name().equals(FILL);
    }

    /** Whether the call gives a slice. */
    static boolean slices(CallShape call) {
        return call.name().equals(SLICE)
                || call.name().equals(SLICE_TO_WRITE)
                || call.name().equals(DATA);
    }

    /** The stack range that the call copies to or from in parts when it becomes plain code. */
    static Optional<Copy> copyInParts(CallShape call) {
        return switch (call.name()) {
            case READ -> copyInParts(call, 0, 1);
            case WRITE -> flagsAreForThePacket(call) ? Optional.empty() : copyInParts(call, 2, 3);
            default -> Optional.empty();
        };
    }

    /** Whether a write's flags may ask for the upkeep of checksum and hash. */
    private static boolean flagsAreForThePacket(CallShape write) {
        return write.ownDynptr(0)
                        .filter(dynptr -> dynptr.type() == DynptrType.SKB)
                        .isPresent()
                && write.constant(4).filter(flags -> flags == 0).isEmpty();
    }

    private static Optional<Copy> copyInParts(CallShape call, int memory, int length) {
        return call.constant(length)
                .filter(bytes -> bytes >= 0 && bytes <= LONGEST_PARTS)
                .flatMap(
                        bytes -> call.ownStackOffset(memory).map(offset -> new Copy(memory, offset, bytes.intValue())));
    }

    /** Whether the callee of a call that becomes plain code would touch memory behind this argument. */
    static boolean copiesInBulk(CallShape call, int argument) {
        boolean memory =
                (call.name().equals(READ) && argument == 0) || (call.name().equals(WRITE) && argument == 2);
        return memory && copyInParts(call).isEmpty();
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

    /**
     * What the call becomes.
     *
     * @param nullCheck the check of the result behind the call
     */
    static DynptrOperation lower(
            CallShape call, DynptrPlan plan, StackPlan stack, Optional<DynptrOperation.NullCheck> nullCheck) {
        var arguments = dynptrArguments(call);
        var dynptr = plan.dynptr(call, arguments.get(0)).orElseThrow();
        return switch (call.name()) {
            case READ -> read(call, dynptr, plan, stack);
            case WRITE -> write(call, dynptr, plan, stack);
            case SLICE, SLICE_TO_WRITE, DATA -> slice(call, dynptr, plan, nullCheck);
            case "bpf_dynptr_size" -> new DynptrOperation.Size(dynptr);
            case "bpf_dynptr_is_null" -> new DynptrOperation.IsNull(dynptr);
            case "bpf_dynptr_is_rdonly" -> new DynptrOperation.IsReadOnly(dynptr);
            case "bpf_dynptr_adjust" -> new DynptrOperation.Adjust(dynptr);
            case CLONE ->
                new DynptrOperation.Clone(
                        dynptr, plan.dynptr(call, arguments.get(1)).orElseThrow());
            case COPY ->
                new DynptrOperation.Copy(
                        dynptr, plan.dynptr(call, arguments.get(1)).orElseThrow());
            case FILL -> new DynptrOperation.Fill(dynptr);
            case FROM_MEMORY -> new DynptrOperation.CreateOverValue(dynptr);
            default -> new DynptrOperation.Create(dynptr);
        };
    }

    private static boolean isChecked(PlainDynptr dynptr, DynptrPlan plan) {
        return plan.packetMoves() && dynptr.storage() == PlainDynptr.Storage.PACKET;
    }

    private static DynptrOperation read(CallShape call, PlainDynptr dynptr, DynptrPlan plan, StackPlan stack) {
        return copyInParts(call)
                .<DynptrOperation>map(copy -> new DynptrOperation.Read(
                        dynptr, range(call, 3, copy.length()), chunks(copy, stack), isChecked(dynptr, plan)))
                .orElseGet(() -> new DynptrOperation.BulkRead(dynptr));
    }

    private static DynptrOperation write(CallShape call, PlainDynptr dynptr, DynptrPlan plan, StackPlan stack) {
        return copyInParts(call)
                .<DynptrOperation>map(copy -> new DynptrOperation.Write(
                        dynptr, range(call, 1, copy.length()), chunks(copy, stack), isChecked(dynptr, plan)))
                .orElseGet(() -> new DynptrOperation.BulkWrite(dynptr));
    }

    /** {@code bpf_dynptr_data} gives nothing of packets and metadata, nor of what may not be written. */
    private static DynptrOperation slice(
            CallShape call, PlainDynptr dynptr, DynptrPlan plan, Optional<DynptrOperation.NullCheck> nullCheck) {
        boolean never = call.name().equals(DATA)
                ? dynptr.storage() != PlainDynptr.Storage.MAP_VALUES
                : call.name().equals(SLICE_TO_WRITE) && dynptr.readOnly();
        var range = range(call, 1, sliceLength(call).orElseThrow());
        return new DynptrOperation.Slice(dynptr, range, never, isChecked(dynptr, plan), nullCheck);
    }

    private static DynptrOperation.Range range(CallShape call, int offset, int length) {
        return DynptrOperation.Range.of(
                call.constant(offset), Register.of(offset + 1).orElseThrow(), length);
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
