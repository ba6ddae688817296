package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.OperationWidth;

/** Ranges of shifts by a known amount below the width. */
final class ShiftRanges {
    private ShiftRanges() {}

    static void left(OperationWidth width, ScalarBuilder result, int amount) {
        switch (width) {
            case W32 -> {
                left32(result, amount);
                result.bits = result.bits.lowWord().shiftLeft(amount).lowWord();
                result.forgetRanges64();
                result.learnRanges32FromBits();
            }
            case W64 -> {
                left64(result, amount);
                left32(result, amount);
                result.bits = result.bits.shiftLeft(amount);
                result.learnRangesFromBits();
            }
        }
    }

    private static void left32(ScalarBuilder result, int amount) {
        result.forgetSigned32();
        if (amount > 31 || Integer.toUnsignedLong(result.unsigned32Max) > 1L << (31 - amount)) {
            result.forgetUnsigned32();
        } else {
            result.unsigned32Min <<= amount;
            result.unsigned32Max <<= amount;
        }
    }

    private static void left64(ScalarBuilder result, int amount) {
        if (amount == 32) {
            result.signedMin = (long) result.signed32Min << 32;
            result.signedMax = (long) result.signed32Max << 32;
        } else {
            result.forgetSigned64();
        }
        if (Long.compareUnsigned(result.unsignedMax, 1L << (63 - amount)) > 0) {
            result.forgetUnsigned64();
        } else {
            result.unsignedMin <<= amount;
            result.unsignedMax <<= amount;
        }
    }

    static void right(OperationWidth width, ScalarBuilder result, int amount) {
        switch (width) {
            case W32 -> {
                result.forgetSigned32();
                result.bits = result.bits.lowWord().shiftRight(amount);
                result.unsigned32Min >>>= amount;
                result.unsigned32Max >>>= amount;
                result.forgetRanges64();
                result.learnRanges32FromBits();
            }
            case W64 -> {
                result.forgetSigned64();
                result.bits = result.bits.shiftRight(amount);
                result.unsignedMin >>>= amount;
                result.unsignedMax >>>= amount;
                result.forgetRanges32();
                result.learnRangesFromBits();
            }
        }
    }

    static void rightSigned(OperationWidth width, ScalarBuilder result, int amount) {
        result.bits = width == OperationWidth.W32
                ? result.bits.lowWord().shiftRightSigned(amount, width)
                : result.bits.shiftRightSigned(amount, width);
        switch (width) {
            case W32 -> {
                result.signed32Min >>= amount;
                result.signed32Max >>= amount;
                result.forgetUnsigned32();
                result.forgetRanges64();
                result.learnRanges32FromBits();
            }
            case W64 -> {
                result.signedMin >>= amount;
                result.signedMax >>= amount;
                result.forgetUnsigned64();
                result.forgetRanges32();
                result.learnRangesFromBits();
            }
        }
    }
}
