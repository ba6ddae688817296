package dev.osmia.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.Seeds;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimestampUnitTest {
    @ParameterizedTest
    @CsvSource({
        "0, 3, 0, 3000000000",
        "6, 1795623775345600, 0, 1795623775345600000",
        "9, 1795623775345600397, 0, 1795623775345600397",
        "12, 1999, 0, 1",
        "19, 18446744073709551615, 0, 1844674407",
        "6, 5, 2, 2000005000",
        "6, 5, -2, -1999995000",
        "0, 9223372037, 0, 9223372036854775807",
        "6, 18446744073709551615, 0, 9223372036854775807",
        "0, 0, -9223372036854775808, -9223372036854775808"
    })
    void convertsPowersOfTen(int exponent, String units, long offsetSeconds, long nanos) {
        assertThat(TimestampUnit.decimal(exponent, offsetSeconds).toNanos(Long.parseUnsignedLong(units)))
                .isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 3000000000",
        "1, 3, 1500000000",
        "32, 6442450944, 1500000000",
        "63, 18446744073709551615, 1999999999",
        "10, 18446744073709551615, 9223372036854775807"
    })
    void convertsPowersOfTwo(int exponent, String units, long nanos) {
        assertThat(TimestampUnit.binary(exponent, 0).toNanos(Long.parseUnsignedLong(units)))
                .isEqualTo(nanos);
    }

    @Test
    void agreesWithExactArithmetic() {
        Seeds.forAll(20_000, random -> {
            boolean binary = random.nextBoolean();
            int exponent = random.nextInt(binary ? 64 : 20);
            long units = random.nextLong() >>> random.nextInt(64);
            long offset = random.nextLong(-5_000_000_000L, 5_000_000_000L);
            var unit = binary ? TimestampUnit.binary(exponent, offset) : TimestampUnit.decimal(exponent, offset);
            assertThat(unit.toNanos(units)).isEqualTo(exactly(binary ? 2 : 10, exponent, units, offset));
        });
    }

    private static long exactly(int base, int exponent, long units, long offsetSeconds) {
        var billion = BigInteger.valueOf(1_000_000_000L);
        var whole = new BigInteger(Long.toUnsignedString(units))
                .multiply(billion)
                .divide(BigInteger.valueOf(base).pow(exponent))
                .min(BigInteger.valueOf(Long.MAX_VALUE));
        return whole.add(BigInteger.valueOf(offsetSeconds).multiply(billion))
                .max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }
}
