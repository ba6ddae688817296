package dev.osmia.program.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osmia.program.input.MalformedObjectException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BtfReaderTest {
    private static final BtfType INT = new BtfType.Int("int", 4, 32, 0, true, false, false);

    private static void assertMalformed(String message, BtfType... types) {
        var bytes = new BtfWriter(new Btf(List.of(types))).write();

        assertThatThrownBy(() -> BtfReader.read("types", ByteBuffer.wrap(bytes)))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("types: offset " + message);
    }

    private static BtfType struct(String name, int size, BtfType.Member... members) {
        return new BtfType.Composite(name, false, size, List.of(members));
    }

    private static BtfType.Member member(String name, int type, int bitOffset) {
        return new BtfType.Member(name, type, bitOffset, 0);
    }

    @Test
    void refusesIdsThatAreNotThere() {
        assertMalformed("0x28: expected BTF type ids from 0 to 2, found id 9", INT, new BtfType.Pointer(9));
    }

    @Test
    void refusesFunctionsWithoutPrototype() {
        assertMalformed(
                "0x28: expected a function's prototype to be a BTF FunctionPrototype, found type id 1",
                INT,
                new BtfType.Function("f", 1, 0));
    }

    @Test
    void refusesStructsThatHoldThemselves() {
        assertMalformed(
                "0x30: expected values that do not hold themselves, found s in itself",
                struct("s", 4, member("inner", 2, 0)),
                new BtfType.Array(1, 3, 1),
                INT);
    }

    @Test
    void refusesTypedefsOfThemselves() {
        assertMalformed(
                "0x24: expected values that do not hold themselves, found a in itself",
                new BtfType.Typedef("a", 2),
                new BtfType.Typedef("b", 1));
    }

    @Test
    void refusesMembersBehindTheEnd() {
        assertMalformed(
                "0x28: expected members within the 4 bytes of struct s, found 'late' at bit 8",
                INT,
                struct("s", 4, member("late", 1, 8)));
    }

    @Test
    void readsTypesThatPointToThemselves() {
        var list = new Btf(List.of(struct("list", 8, member("next", 2, 0)), new BtfType.Pointer(1)));

        var read = BtfReader.read("types", ByteBuffer.wrap(new BtfWriter(list).write()));

        assertThat(read.declaration(2)).isEqualTo("struct list *");
        assertThat(read.sizeOf(1)).hasValue(8);
    }

    @Test
    void refusesNestingThatNoCompilerWrites() {
        var nested = new ArrayList<BtfType>(List.of(INT));
        for (int depth = 0; depth < 100_000; depth++) {
            nested.add(new BtfType.Typedef("t" + depth, nested.size()));
        }
        var bytes = new BtfWriter(new Btf(nested)).write();

        assertThatThrownBy(() -> BtfReader.read("types", ByteBuffer.wrap(bytes)))
                .hasMessageContaining("expected values nested at most 64 deep");
    }

    @Test
    void saysWhichByteOrderItFound() {
        var bytes = ByteBuffer.allocate(24).order(ByteOrder.BIG_ENDIAN).putShort(0, (short) 0xeb9f);

        assertThatThrownBy(() -> BtfReader.read("types", bytes))
                .hasMessage("types: offset 0x0: expected the BTF magic number 0xeb9f, found a big-endian one");
    }

    @Test
    void readsTheTypesOfTheRunningKernel() throws IOException {
        var kernel = Path.of("/sys/kernel/btf/vmlinux");
        assumeTrue(Files.isReadable(kernel), "the kernel shows no BTF");

        var btf = BtfReader.read(kernel.toString(), ByteBuffer.wrap(Files.readAllBytes(kernel)));

        assertThat(btf.size()).isGreaterThan(10_000);
        var metadata = btf.find("xdp_md", BtfType.Composite.class);
        assertThat(btf.sizeOf(metadata.orElseThrow())).hasValue(24);
    }
}
