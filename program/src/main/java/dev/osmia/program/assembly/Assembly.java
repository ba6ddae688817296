package dev.osmia.program.assembly;

import dev.osmia.program.assembly.LineAssembler.Block;
import dev.osmia.program.assembly.LineAssembler.Complete;
import dev.osmia.program.assembly.LineAssembler.Label;
import dev.osmia.program.assembly.LineAssembler.Reach;
import dev.osmia.program.assembly.LineAssembler.Referring;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Reference;
import dev.osmia.program.instruction.Register;
import java.util.List;

/**
 * A notation for programs in Java that reads like assembly:
 *
 * <pre>{@code
 * import static dev.osmia.program.assembly.Assembly.*;
 * import static dev.osmia.program.instruction.MemorySize.*;
 * import static dev.osmia.program.instruction.Register.*;
 *
 * Code code = program(
 *         load(WORD, R2, R1, 0),
 *         load(WORD, R3, R1, 4),
 *         mov(R4, R2),
 *         add(R4, 14),
 *         mov(R0, 1),
 *         ifGreater(R4, R3, "out"),
 *         mov(R0, 2),
 *         label("out"),
 *         exit());
 * }</pre>
 *
 * Destinations come first, offsets last. Methods without a number work on 64 bits. Offsets of jumps and calls are labels; {@link
 * #instruction} takes instructions with offsets of their own. Memory offsets must fit 16 bits, else {@link IllegalArgumentException}.
 */
public final class Assembly extends BranchLines {
    private Assembly() {}

    /**
     * The code of these lines. What no kernel takes, such as {@code div(R0, 0)}, becomes an {@link Instruction.Undecodable} as it
     * would in a loaded object.
     *
     * @throws IllegalArgumentException where a label is missing, stands twice or is out of reach
     */
    public static Code program(Line... lines) {
        return program(List.of(lines));
    }

    /** The code of these lines. */
    public static Code program(List<Line> lines) {
        return LineAssembler.assemble(lines);
    }

    /** Several lines as one. */
    public static Line block(Line... lines) {
        return new Block(List.of(lines));
    }

    /** Several lines as one. */
    public static Line block(List<Line> lines) {
        return new Block(lines);
    }

    /** Any instruction. */
    public static Line instruction(Instruction instruction) {
        return new Complete(instruction);
    }

    /** A name for the next instruction's slot; one in a whole program. */
    public static Line label(String name) {
        return new Label(name);
    }

    /** A 64-bit constant, in two slots. */
    public static Line loadConstant(Register destination, long value) {
        return instruction(new Instruction.LoadImmediate64(destination, value));
    }

    /** The address of the map with this index. */
    public static Line loadMap(Register destination, int map) {
        return instruction(new Instruction.LoadReference(destination, new Reference.MapAddress(map)));
    }

    /** An address in the first value of the map with this index. */
    public static Line loadMapValue(Register destination, int map, int offset) {
        return instruction(new Instruction.LoadReference(destination, new Reference.MapValueAddress(map, offset)));
    }

    /** The address of the kernel variable with this index among the externs. */
    public static Line loadKernelSymbol(Register destination, int external) {
        return instruction(new Instruction.LoadReference(destination, new Reference.KernelSymbol(external)));
    }

    /** The address of the subprogram at the label, for callbacks. */
    public static Line loadFunction(Register destination, String label) {
        return new Referring(
                label,
                2,
                Reach.BITS_32,
                offset -> new Instruction.LoadReference(destination, new Reference.FunctionAddress(offset)));
    }

    /** {@code rD = *(u8|u16|u32|u64 *)(rB + offset)}. */
    public static Line load(MemorySize size, Register destination, Register base, int offset) {
        return instruction(new Instruction.Load(size, false, destination, base, fitted(offset)));
    }

    /** {@code rD = *(s8|s16|s32 *)(rB + offset)}. */
    public static Line loadSigned(MemorySize size, Register destination, Register base, int offset) {
        return instruction(new Instruction.Load(size, true, destination, base, fitted(offset)));
    }

    /** {@code *(u8|u16|u32|u64 *)(rB + offset) = rS}. */
    public static Line store(MemorySize size, Register base, int offset, Register source) {
        return instruction(new Instruction.Store(size, base, fitted(offset), source));
    }

    /** {@code *(u8|u16|u32|u64 *)(rB + offset) = immediate}. */
    public static Line store(MemorySize size, Register base, int offset, int immediate) {
        return instruction(new Instruction.Store(size, base, fitted(offset), Operand.immediate(immediate)));
    }

    /** {@code lock *(u32|u64 *)(rB + offset) op= rS}, of an operation that has a form without fetch. */
    public static Line atomic(AtomicOp op, MemorySize size, Register base, int offset, Register source) {
        return instruction(new Instruction.Atomic(size, op, false, base, fitted(offset), source));
    }

    /** {@code rS = atomic_fetch_op((u32|u64 *)(rB + offset), rS)}. */
    public static Line atomicFetch(AtomicOp op, MemorySize size, Register base, int offset, Register source) {
        return instruction(new Instruction.Atomic(size, op, true, base, fitted(offset), source));
    }

    /** {@code lock *(u32|u64 *)(rB + offset) += rS}. */
    public static Line atomicAdd(MemorySize size, Register base, int offset, Register source) {
        return atomic(AtomicOp.ADD, size, base, offset, source);
    }

    /** {@code rS = atomic_xchg((u32|u64 *)(rB + offset), rS)}. */
    public static Line atomicExchange(MemorySize size, Register base, int offset, Register source) {
        return atomicFetch(AtomicOp.XCHG, size, base, offset, source);
    }

    /** {@code r0 = atomic_cmpxchg((u32|u64 *)(rB + offset), r0, rS)}. */
    public static Line atomicCompareExchange(MemorySize size, Register base, int offset, Register source) {
        return atomicFetch(AtomicOp.CMPXCHG, size, base, offset, source);
    }

    /** {@code rD = load_acquire((u8|u16|u32|u64 *)(rB + offset))}. */
    public static Line loadAcquire(MemorySize size, Register destination, Register base, int offset) {
        return instruction(new Instruction.LoadAcquire(size, destination, base, fitted(offset)));
    }

    /** {@code store_release((u8|u16|u32|u64 *)(rB + offset), rS)}. */
    public static Line storeRelease(MemorySize size, Register base, int offset, Register source) {
        return instruction(new Instruction.StoreRelease(size, base, fitted(offset), source));
    }

    /** {@code r0 = *(u8|u16|u32 *)skb[immediate]}, of the skb in R6. */
    public static Line loadPacket(MemorySize size, int immediate) {
        return instruction(new Instruction.LoadPacket(size, null, immediate));
    }

    /** {@code r0 = *(u8|u16|u32 *)skb[rI + immediate]}, of the skb in R6. */
    public static Line loadPacket(MemorySize size, Register index, int immediate) {
        return instruction(new Instruction.LoadPacket(size, index, immediate));
    }

    /** {@code goto label}. */
    public static Line jump(String label) {
        return new Referring(label, 1, Reach.BITS_16, offset -> new Instruction.Jump(offset, false));
    }

    /** {@code gotol label}, with a 32-bit offset. */
    public static Line jumpLong(String label) {
        return new Referring(label, 1, Reach.BITS_32, offset -> new Instruction.Jump(offset, true));
    }

    /** {@code may_goto label}. */
    public static Line mayGoto(String label) {
        return new Referring(label, 1, Reach.BITS_16, offset -> new Instruction.MayGoto((short) offset));
    }

    /** Calls the helper with this number. */
    public static Line callHelper(int helper) {
        return instruction(new Instruction.CallHelper(helper));
    }

    /** Calls the kfunc with this index among the externs. */
    public static Line callKfunc(int external) {
        return instruction(new Instruction.CallKfunc(external));
    }

    /** Calls the subprogram at the label. */
    public static Line call(String label) {
        return new Referring(label, 1, Reach.BITS_32, Instruction.CallLocal::new);
    }

    /** {@code exit}. */
    public static Line exit() {
        return instruction(new Instruction.Exit());
    }

    private static short fitted(int offset) {
        if (offset != (short) offset) {
            throw new IllegalArgumentException("offset=" + offset + " is beyond 16 bits");
        }
        return (short) offset;
    }
}
