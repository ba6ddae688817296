package dev.osmia.jit;

import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.verifier.VerifiedProgram;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.fact.MemoryTarget;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds out whether a program may store into packet data itself, so that a packet over a read-only buffer is copied before the first
 * run and not in it. Helpers that change packets see to that themselves.
 */
final class PacketWrites {
    /** {@code BPF_FUNC_xdp_store_bytes}. */
    private static final int XDP_STORE_BYTES = 190;

    /** {@code BPF_FUNC_dynptr_write}. */
    private static final int DYNPTR_WRITE = 202;

    private PacketWrites() {}

    static boolean anyIn(VerifiedProgram verified) {
        return anyReached(verified, slot -> mayWrite(verified, slot));
    }

    private static boolean anyReached(VerifiedProgram verified, IntPredicate condition) {
        var code = verified.program().code();
        return IntStream.range(0, code.slots())
                .filter(slot -> code.startsAt(slot) && verified.facts().reached(slot))
                .anyMatch(condition);
    }

    /**
     * Whether the kernel prepares packets for the program's own writes before it runs ({@code seen_direct_write}): a clone then becomes a
     * packet of its own, without metadata.
     */
    static boolean preparedFor(VerifiedProgram verified) {
        return anyReached(
                verified, slot -> slicesToWrite(verified, slot) || storesInto(verified, slot, PacketWrites::isPacket));
    }

    private static boolean slicesToWrite(VerifiedProgram verified, int slot) {
        return verified.program().code().at(slot) instanceof Instruction.CallKfunc call
                && verified.program().externals().get(call.external()).name().equals("bpf_dynptr_slice_rdwr");
    }

    private static boolean isPacket(MemoryTarget target) {
        return target instanceof MemoryTarget.Packet
                || target instanceof MemoryTarget.PacketMetadata
                || (target instanceof MemoryTarget.DynptrSlice slice && slice.type() != DynptrType.LOCAL);
    }

    private static boolean storesInto(VerifiedProgram verified, int slot, Predicate<MemoryTarget> memory) {
        var instruction = verified.program().code().at(slot);
        boolean stores = instruction instanceof Instruction.Store
                || instruction instanceof Instruction.Atomic
                || instruction instanceof Instruction.StoreRelease;
        return stores
                && verified.facts().access(slot).orElseThrow().targets().stream()
                        .anyMatch(memory);
    }

    /** XDP programs keep their pointers when they write by a helper, so that the packet must not move then. */
    private static boolean writesByCall(VerifiedProgram verified, Instruction instruction) {
        if (verified.program().type() != ProgramType.XDP) {
            return false;
        } else if (instruction instanceof Instruction.CallHelper call) {
            return call.helper() == DYNPTR_WRITE || call.helper() == XDP_STORE_BYTES;
        } else if (instruction instanceof Instruction.CallKfunc call) {
            var name = verified.program().externals().get(call.external()).name();
            return name.equals("bpf_dynptr_copy") || name.equals("bpf_dynptr_memset");
        }
        return false;
    }

    private static boolean mayWrite(VerifiedProgram verified, int slot) {
        return writesByCall(verified, verified.program().code().at(slot))
                || storesInto(verified, slot, PacketWrites::mayBePacket)
                || passesPacket(verified, slot);
    }

    private static boolean passesPacket(VerifiedProgram verified, int slot) {
        return verified.facts().call(slot).stream()
                .flatMap(call -> call.arguments().stream())
                .anyMatch(argument -> argument instanceof ArgumentFact.Memory memory && mayBePacket(memory.target()));
    }

    private static boolean mayBePacket(MemoryTarget target) {
        if (target instanceof MemoryTarget.DynptrSlice slice) {
            return slice.type() == DynptrType.SKB || slice.type() == DynptrType.XDP;
        }
        return target instanceof MemoryTarget.Packet || target instanceof MemoryTarget.Other;
    }
}
