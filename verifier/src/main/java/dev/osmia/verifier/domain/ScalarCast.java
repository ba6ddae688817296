package dev.osmia.verifier.domain;

import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;

/** Narrowing a scalar and widening it again, with zeros or with copies of the sign bit. */
final class ScalarCast {
    private ScalarCast() {}

    static Scalar truncate(Scalar scalar, int bytes) {
        if (bytes >= 8) {
            return scalar;
        }
        var result = new ScalarBuilder(scalar);
        long kept = (1L << (bytes * 8)) - 1;
        result.bits = scalar.bits().truncate(bytes);
        if (((scalar.unsignedMin() ^ scalar.unsignedMax()) & ~kept) == 0) {
            result.unsignedMin &= kept;
            result.unsignedMax &= kept;
        } else {
            result.unsignedMin = 0;
            result.unsignedMax = kept;
        }
        result.signedMin = result.unsignedMin;
        result.signedMax = result.unsignedMax;
        if (bytes < 4) {
            result.forgetRanges32();
        }
        return result.synchronise().build();
    }

    static Scalar signExtend(Scalar scalar, MemorySize from, OperationWidth width) {
        return switch (width) {
            case W64 -> signExtend64(scalar, from);
            case W32 -> signExtend32(scalar, from);
        };
    }

    private static Scalar signExtend64(Scalar scalar, MemorySize from) {
        if (from == MemorySize.DOUBLE_WORD) {
            return scalar;
        }
        if (scalar.isConstant()) {
            return Scalar.constant(extend(scalar.constantValue(), from));
        }
        var result = new ScalarBuilder(scalar);
        long min = extend(scalar.signedMin(), from);
        long max = extend(scalar.signedMax(), from);
        if (scalar.signedMin() >> from.bits() == scalar.signedMax() >> from.bits() && (min < 0) == (max < 0)) {
            setRange64(result, Math.min(min, max), Math.max(min, max));
        } else {
            long least = -1L << (from.bits() - 1);
            result.forgetRanges();
            result.signedMin = least;
            result.signedMax = ~least;
            result.signed32Min = (int) least;
            result.signed32Max = (int) ~least;
            result.bits = Tnum.UNKNOWN;
        }
        return result.build();
    }

    private static void setRange64(ScalarBuilder result, long min, long max) {
        result.signedMin = min;
        result.signedMax = max;
        result.unsignedMin = min;
        result.unsignedMax = max;
        result.signed32Min = (int) min;
        result.signed32Max = (int) max;
        result.unsigned32Min = (int) min;
        result.unsigned32Max = (int) max;
        result.bits = Tnum.range(min, max);
    }

    private static Scalar signExtend32(Scalar scalar, MemorySize from) {
        var result = new ScalarBuilder(scalar);
        int min = (int) extend(scalar.signed32Min(), from);
        int max = (int) extend(scalar.signed32Max(), from);
        if (scalar.isConstant()) {
            int value = (int) extend(scalar.constantValue(), from);
            result.bits = Tnum.constant(value);
            setRange32(result, value, value);
        } else if (scalar.signed32Min() >> from.bits() == scalar.signed32Max() >> from.bits()
                && (min < 0) == (max < 0)) {
            int least = Math.min(min, max);
            int greatest = Math.max(min, max);
            result.bits = Tnum.range(least, greatest).lowWord();
            setRange32(result, least, greatest);
        } else {
            int least = -1 << (from.bits() - 1);
            result.bits = Tnum.UNKNOWN.lowWord();
            result.forgetUnsigned32();
            result.signed32Min = least;
            result.signed32Max = ~least;
        }
        result.zeroExtend32();
        return result.synchronise().build();
    }

    private static void setRange32(ScalarBuilder result, int min, int max) {
        result.signed32Min = min;
        result.signed32Max = max;
        result.unsigned32Min = min;
        result.unsigned32Max = max;
    }

    private static long extend(long value, MemorySize from) {
        int unused = 64 - from.bits();
        return value << unused >> unused;
    }
}
