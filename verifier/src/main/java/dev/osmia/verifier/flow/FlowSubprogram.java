package dev.osmia.verifier.flow;

/**
 * A subprogram as calls and function references reveal it.
 *
 * @param index the kernel's {@code func#} number: the order of their code
 * @param start its first slot
 * @param end the slot after its last
 * @param changesPacketData whether it or one it calls may move packet data
 * @param mightSleep whether it or one it calls may sleep
 * @param hasTailCall whether it itself calls {@code bpf_tail_call}
 * @param hasPacketLoad whether it itself has an {@code LD_ABS} or {@code LD_IND}
 */
public record FlowSubprogram(
        int index,
        int start,
        int end,
        boolean changesPacketData,
        boolean mightSleep,
        boolean hasTailCall,
        boolean hasPacketLoad) {}
