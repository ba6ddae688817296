package dev.osmia.jit;

import dev.osmia.program.instruction.Instruction;
import dev.osmia.verifier.VerifiedProgram;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.fact.MemoryTarget;

/**
 * Finds out whether a program may store into packet data itself, so that a packet over a read-only buffer is copied before the first
 * run and not in it. Helpers that change packets see to that themselves.
 */
final class PacketWrites {
    private PacketWrites() {}

    static boolean anyIn(VerifiedProgram verified) {
        var code = verified.program().code();
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot) && verified.facts().reached(slot) && mayWrite(verified, slot)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayWrite(VerifiedProgram verified, int slot) {
        var instruction = verified.program().code().at(slot);
        boolean stores = instruction instanceof Instruction.Store
                || instruction instanceof Instruction.Atomic
                || instruction instanceof Instruction.StoreRelease;
        if (stores) {
            return verified.facts().access(slot).orElseThrow().targets().stream()
                    .anyMatch(PacketWrites::mayBePacket);
        }
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
