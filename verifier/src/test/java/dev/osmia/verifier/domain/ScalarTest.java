package dev.osmia.verifier.domain;

import static dev.osmia.program.instruction.OperationWidth.W32;
import static dev.osmia.program.instruction.OperationWidth.W64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.verifier.domain.SmallScalars.Small;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScalarTest {
    private static final List<Small> SMALL = SmallScalars.all();

    @Test
    void smallScalarsHaveTheMembersTheyWereMadeOf() {
        for (var small : SMALL) {
            assertThat(Arrays.stream(small.members()).allMatch(small.scalar()::contains))
                    .isTrue();
            assertThat(small.scalar().isContradictory()).isFalse();
        }
    }

    @Test
    void whatIsWithinAnotherHasNoMembersBesides() {
        int within = 0;
        for (var inner : SMALL) {
            for (var outer : SMALL) {
                if (inner.scalar().isWithin(outer.scalar())) {
                    within++;
                    assertThat(Arrays.stream(inner.members()).allMatch(outer.scalar()::contains))
                            .as("%s within %s", inner.scalar(), outer.scalar())
                            .isTrue();
                }
            }
            assertThat(inner.scalar().isWithin(inner.scalar())).isTrue();
            assertThat(inner.scalar().isWithin(Scalar.UNKNOWN)).isTrue();
        }
        assertThat(within).isGreaterThan(SMALL.size());
    }

    @Test
    void eachRangeAndTheBitsMustBeWithin() {
        var outer = Scalar.ofUnsignedRange(0, 100);
        assertThat(Scalar.ofUnsignedRange(1, 100).isWithin(outer)).isTrue();
        assertThat(Scalar.ofUnsignedRange(1, 101).isWithin(outer)).isFalse();
        assertThat(Scalar.UNKNOWN.isWithin(Scalar.ofBits(new Tnum(0, -2)))).isFalse();
        assertThat(Scalar.UNKNOWN.isWithin(Scalar.UNKNOWN.withSigned32(0, Integer.MAX_VALUE)))
                .isFalse();
    }

    @Test
    void theOnlyNumberThatBitsAndRangeAllowIsKnown() {
        var multipleOf16 = Scalar.ofBits(new Tnum(0, ~0xfL));

        assertThat(multipleOf16.withUnsigned(17, 47).normalised()).isEqualTo(Scalar.constant(32));
        assertThat(multipleOf16.withUnsigned(32, 47).normalised()).isEqualTo(Scalar.constant(32));
        assertThat(multipleOf16.withUnsigned(-31, -1).normalised()).isEqualTo(Scalar.constant(-16));
        assertThat(multipleOf16.withUnsigned(31, 48).normalised().isConstant()).isFalse();
    }

    @Test
    void rangesOfBothReadingsTightenEachOther() {
        var across = Scalar.UNKNOWN.withSigned(-10, 5);

        assertThat(across.withUnsigned(0, 100).normalised()).isEqualTo(Scalar.ofUnsignedRange(0, 5));
        assertThat(across.withUnsigned(100, -1).normalised()).isEqualTo(Scalar.ofSignedRange(-10, -1));
        assertThat(across.withUnsigned(3, -8).normalised().signedMin()).isEqualTo(-10);
    }

    @Test
    void constantsAreConstantsOfBothWidths() {
        var scalar = Scalar.constant(0x1_8000_0000L);

        assertThat(scalar.isConstant(W64)).isTrue();
        assertThat(scalar.constantValue(W64)).isEqualTo(0x1_8000_0000L);
        assertThat(scalar.isConstant(W32)).isTrue();
        assertThat(scalar.constantValue(W32)).isEqualTo(0x8000_0000L);
        assertThat(scalar.isConstant(0x1_8000_0000L)).isTrue();
        assertThat(scalar.isConstant(0)).isFalse();
        assertThat(scalar.zeroExtended32()).isEqualTo(Scalar.constant(0x8000_0000L));
    }

    @Test
    void contradictionsAreFound() {
        assertThat(Scalar.UNKNOWN.withSigned(1, 0).isContradictory()).isTrue();
        assertThat(Scalar.UNKNOWN.withUnsigned32(-1, 0).isContradictory()).isTrue();
        assertThat(Scalar.constant(5).withBits(Tnum.constant(6)).isContradictory())
                .isTrue();
        assertThat(Scalar.UNKNOWN.isContradictory()).isFalse();
    }

    @Test
    void forgettingRangesOfOneWidthKeepsTheOther() {
        var scalar = Scalar.ofUnsignedRange(3, 9);

        assertThat(scalar.withoutRanges(W32).unsignedMax()).isEqualTo(9);
        assertThat(scalar.withoutRanges(W32).unsigned32Max()).isEqualTo(-1);
        assertThat(scalar.withoutRanges(W64).unsigned32Max()).isEqualTo(9);
        assertThat(scalar.withoutRanges(W64).unsignedMax()).isEqualTo(-1);
        assertThat(scalar.withoutRanges(W64).normalised()).isNotEqualTo(Scalar.UNKNOWN);
    }
}
