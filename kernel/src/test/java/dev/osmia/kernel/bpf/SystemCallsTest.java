package dev.osmia.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SystemCallsTest {
    @ParameterizedTest
    @CsvSource({"amd64, 321", "x86_64, 321", "aarch64, 280", "riscv64, 280"})
    void knowsTheNumberOfBpf(String architecture, long number) {
        assertThat(Bpf.number(architecture)).hasValue(number);
    }

    @Test
    void knowsNoNumberForBigEndianOr32BitMachines() {
        assertThat(Bpf.number("s390x")).isEmpty();
        assertThat(Bpf.number("arm")).isEmpty();
        assertThat(Bpf.number("i386")).isEmpty();
    }
}
