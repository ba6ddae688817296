package dev.osmia.program.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrnoTest {
    @ParameterizedTest
    @CsvSource({
        "1, EPERM",
        "7, E2BIG",
        "22, EINVAL",
        "34, ERANGE",
        "35, EDEADLK",
        "41, errno 41",
        "58, errno 58",
        "59, EBFONT",
        "71, EPROTO",
        "95, EOPNOTSUPP",
        "97, EAFNOSUPPORT",
        "133, EHWPOISON",
        "134, errno 134",
        "524, ENOTSUPP",
        "0, errno 0",
        "-22, errno -22"
    })
    void namesErrorNumbers(int errno, String name) {
        assertThat(Errno.name(errno)).isEqualTo(name);
    }
}
