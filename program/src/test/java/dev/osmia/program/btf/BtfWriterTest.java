package dev.osmia.program.btf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.object.ElfObjectReader;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BtfWriterTest {
    static List<Path> objects() throws IOException {
        try (var files = Files.walk(Checkout.file("examples/objects"))) {
            return files.filter(file -> file.toString().endsWith(".o")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void writesWhatTheReaderReadsAgain(Path object) throws IOException {
        var btf = ElfObjectReader.read(object).btf().orElseThrow();

        assertThat(types(readAgain(new BtfWriter(btf)))).isEqualTo(types(btf));
    }

    @Test
    void keepsStringsWhereTheyWere() throws IOException {
        var btf = ElfObjectReader.read(Checkout.file("examples/objects/metadata.o"))
                .btf()
                .orElseThrow();

        var written = new BtfWriter(btf).write();

        var strings = btf.strings();
        assertThat(new String(written, StandardCharsets.ISO_8859_1))
                .endsWith(new String(strings, StandardCharsets.ISO_8859_1));
    }

    @Test
    void addsStringsOnceAndBehindTheOthers() {
        var btf = new Btf(List.of(new BtfType.Int("int", 4, 32, 0, true, false, false)));
        var writer = new BtfWriter(btf);

        assertThat(writer.string("")).isZero();
        assertThat(writer.find("return 1;")).isEmpty();
        int offset = writer.string("return 1;");
        assertThat(writer.string("return 1;")).isEqualTo(offset);
        assertThat(writer.find("return 1;")).hasValue(offset);

        var written = writer.write();
        assertThat(new String(written, StandardCharsets.UTF_8)).endsWith("\0return 1;\0int\0");
    }

    @Test
    void writesEachKind() {
        var btf = new Btf(List.of(
                new BtfType.Int("bool", 1, 8, 0, false, false, true),
                new BtfType.Pointer(1),
                new BtfType.Array(2, 1, 3),
                new BtfType.Composite(
                        "bits",
                        false,
                        4,
                        List.of(new BtfType.Member("low", 1, 0, 3), new BtfType.Member("high", 1, 3, 5))),
                new BtfType.Composite("either", true, 8, List.of(new BtfType.Member("", 4, 0, 0))),
                new BtfType.Enumeration("small", 4, true, List.of(new BtfType.Enumerator("MINUS", -1))),
                new BtfType.Enumeration("large", 8, false, List.of(new BtfType.Enumerator("MOST", -1L))),
                new BtfType.Forward("later", true),
                new BtfType.Typedef("alias", 4),
                new BtfType.Qualifier(BtfType.Qualifier.Kind.CONST, "", 9),
                new BtfType.Qualifier(BtfType.Qualifier.Kind.VOLATILE, "", 10),
                new BtfType.Qualifier(BtfType.Qualifier.Kind.RESTRICT, "", 2),
                new BtfType.Qualifier(BtfType.Qualifier.Kind.TYPE_TAG, "kptr", 1),
                new BtfType.FunctionPrototype(1, List.of(new BtfType.Parameter("ctx", 2))),
                new BtfType.Function("main", 14, 1),
                new BtfType.Variable("counter", 1, BtfType.Variable.GLOBAL_ALLOCATED),
                new BtfType.DataSection(".bss", 1, List.of(new BtfType.SectionVariable(16, 0, 1))),
                new BtfType.FloatingPoint("double", 8),
                new BtfType.DeclarationTag("nonnull", 15, 0)));

        assertThat(types(readAgain(new BtfWriter(btf)))).isEqualTo(types(btf));
    }

    private static Btf readAgain(BtfWriter writer) {
        return BtfReader.read("written", ByteBuffer.wrap(writer.write()));
    }

    private static List<BtfType> types(Btf btf) {
        return IntStream.rangeClosed(1, btf.size()).mapToObj(btf::type).toList();
    }
}
