package dev.osmia.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The texts are lines of a 6.18 kernel's log. */
final class ScalarTextTest {
    @Test
    void printsNothingOfWhatIsUnknown() {
        assertThat(ScalarText.text(Scalar.UNKNOWN, "")).isEqualTo("scalar()");
        assertThat(ScalarText.text(Scalar.UNKNOWN, "id=1")).isEqualTo("scalar(id=1)");
    }

    @Test
    void joinsEqualBounds() {
        assertThat(ScalarText.text(Scalar.UNKNOWN.truncate(1), ""))
                .isEqualTo("scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))");
        assertThat(ScalarText.text(Scalar.ofUnsignedRange(0, 100), "id=2"))
                .isEqualTo("scalar(id=2,smin=smin32=0,smax=umax=smax32=umax32=100,var_off=(0x0; 0x7f))");
    }

    @Test
    void keepsNegativeBoundsApartFromLargeUnsignedOnes() {
        assertThat(ScalarText.text(Scalar.ofSignedRange(-2, -1), ""))
                .isEqualTo("scalar(smin=smin32=-2,smax=smax32=-1,umin=0xfffffffffffffffe,umin32=0xfffffffe,"
                        + "var_off=(0xfffffffffffffffe; 0x1))");
    }

    @Test
    void printsSignedNumbersInDecimalWhereTheyAreShort() {
        assertThat(ScalarText.signed(-32768)).isEqualTo("-32768");
        assertThat(ScalarText.signed(-32769)).isEqualTo("0xffffffffffff7fff");
        assertThat(ScalarText.signed(32767)).isEqualTo("32767");
        assertThat(ScalarText.signed(32768)).isEqualTo("0x8000");
    }

    @Test
    void printsUnsignedNumbersInDecimalWhereTheyAreShort() {
        assertThat(ScalarText.unsigned(65535)).isEqualTo("65535");
        assertThat(ScalarText.unsigned(65536)).isEqualTo("0x10000");
        assertThat(ScalarText.unsigned(-1)).isEqualTo("0xffffffffffffffff");
    }

    @Test
    void printsConstantsAsNumbers() {
        assertThat(ScalarText.text(Scalar.constant(7), "id=1")).isEqualTo("7");
        assertThat(ScalarText.text(Scalar.constant(0x1000000), "")).isEqualTo("0x1000000");
    }
}
