package dev.osmia.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.btf.BtfValue;
import java.util.ArrayList;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000ffffc0a80a02, 192.168.10.2",
        "fd000010000000000000000000000002, fd00:10::2",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "fe800000000000000000000000000000, fe80::",
        "0242ac110002, 02:42:ac:11:00:02",
    })
    void writesAddressesAsRfc5952Does(String hex, String text) {
        assertThat(Addresses.text(array(hex, 1))).contains(text);
    }

    @Test
    void leavesArraysOfOtherSizesAndOfLargerNumbersAlone() {
        assertThat(Addresses.text(array("01020304", 1))).isEmpty();
        assertThat(Addresses.text(array("010203040506", 4))).isEmpty();
        assertThat(Addresses.text(new BtfValue.Whole(6, false))).isEmpty();
    }

    private static BtfValue array(String hex, int elementBytes) {
        var elements = new ArrayList<BtfValue>();
        for (byte octet : HexFormat.of().parseHex(hex)) {
            elements.add(new BtfValue.Whole(octet & 0xff, false));
        }
        return new BtfValue.Elements(elements, elementBytes);
    }
}
