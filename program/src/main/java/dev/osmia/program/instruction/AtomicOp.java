package dev.osmia.program.instruction;

import java.util.Optional;
import java.util.function.LongBinaryOperator;

/** The read-modify-write operations of atomic instructions (RFC 9669, section 5.3), as found in the immediate. */
public enum AtomicOp {
    ADD(0x00, "+=", "add", (old, source) -> old + source),
    OR(0x40, "|=", "or", (old, source) -> old | source),
    AND(0x50, "&=", "and", (old, source) -> old & source),
    XOR(0xa0, "^=", "xor", (old, source) -> old ^ source),
    /** Exchange; always fetches. */
    XCHG(0xe0, "", "xchg", (old, source) -> source),
    /** Compare R0 with memory and store the source where equal; R0 gets the old value; always fetches. */
    CMPXCHG(0xf0, "", "cmpxchg", (old, source) -> source);

    /** The bit of the immediate that asks for the old value. */
    public static final int FETCH = 0x01;

    private static final AtomicOp[] VALUES = values();

    private final int code;
    private final String mnemonic;
    private final String kernelName;
    private final LongBinaryOperator update;

    AtomicOp(int code, String mnemonic, String kernelName, LongBinaryOperator update) {
        this.code = code;
        this.mnemonic = mnemonic;
        this.kernelName = kernelName;
        this.update = update;
    }

    /** Whether it exists only with {@link #FETCH}. */
    public boolean alwaysFetches() {
        return this == XCHG || this == CMPXCHG;
    }

    /** The operation that this whole immediate asks for, with or without {@link #FETCH}; empty where there is none. */
    public static Optional<AtomicOp> ofImmediate(int immediate) {
        for (var op : VALUES) {
            if (immediate == (op.code | FETCH) || (immediate == op.code && !op.alwaysFetches())) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }

    /** The operation bits of the immediate, without {@link #FETCH}. */
    public int code() {
        return code;
    }

    /** The assignment operator as the kernel's log prints it; empty for the exchanges. */
    public String mnemonic() {
        return mnemonic;
    }

    /** The part of the function name that the kernel's log prints, such as {@code add} in {@code atomic64_fetch_add}. */
    public String kernelName() {
        return kernelName;
    }

    /** What memory holds afterwards (of a compare-and-exchange: when the comparison held). Callers truncate to the access's size. */
    public long update(long old, long source) {
        return update.applyAsLong(old, source);
    }
}
