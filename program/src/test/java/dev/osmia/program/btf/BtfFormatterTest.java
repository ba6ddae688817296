package dev.osmia.program.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.MapSpec;
import dev.osmia.program.object.TestObjects;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BtfFormatterTest {
    private static final String EXAMPLE = "{name: \"osmia\", port: 53, address: 16777226, "
            + "number: {whole: 67305985, parts: [1, 2, 3, 4]}, flag: true, ratio: 0.5, precise: -2.25, colour: GREEN, "
            + "large: HUGE, negative: MINUS, signed_number: -5, "
            + "bits: {low: 5, middle: -3, high: 1193046, colour: BLUE, wide: 78187493530}, "
            + "grid: [[1, 2, 3], [4, 5, 6]], pointer: 0}";

    private final MapSpec data = TestObjects.read("types.o").maps().stream()
            .filter(map -> map.name().equals(".data"))
            .findFirst()
            .orElseThrow();
    private final Btf types = data.types().orElseThrow().btf();
    private final int nested = types.find("nested", BtfType.Composite.class).orElseThrow();

    @Test
    void laysBytesOutAsTheCompilerDid() {
        var value = (BtfValue.Fields) BtfFormatter.read(
                types,
                data.types().orElseThrow().value(),
                ByteBuffer.wrap(data.content().bytes()));

        assertThat(value.fields()).extracting(BtfValue.Field::name).contains("example", "hidden");
        assertThat(value.fields())
                .filteredOn(field -> field.name().equals("example"))
                .singleElement()
                .extracting(BtfValue.Field::value)
                .hasToString(EXAMPLE);
    }

    @Test
    void writesWhatItReads() {
        var value = BtfValueParser.parse(EXAMPLE);
        var bytes = ByteBuffer.allocate((int) types.sizeOf(nested).orElseThrow());

        BtfFormatter.write(types, nested, value, bytes);

        assertThat(BtfFormatter.read(types, nested, bytes)).hasToString(EXAMPLE);
        assertThat(bytes.position()).isZero();
    }

    @Test
    void writesJson() {
        var value = BtfValueParser.parse("{a: [1, 2], b: \"x\\\"y\\u0007\", c: RED, d: 02:00:00:00:00:01, e: true}");

        assertThat(value.toJson())
                .isEqualTo("{\"a\":[1,2],\"b\":\"x\\\"y\\u0007\",\"c\":\"RED\",\"d\":\"020000000001\",\"e\":true}");
        assertThat(BtfValueParser.parse(value.toJson()).toJson()).isEqualTo(value.toJson());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=abc,port=0x50 | name: \"abc\" | port: 80",
                "address=10.0.0.1,colour=RED | address: 16777226 | colour: RED",
                "bits.low=7,bits.wide=1 | low: 7 | wide: 1",
                "{\"grid\": [[9], [8, 7]]} | grid: [[9, 0, 0], [8, 7, 0]] | port: 0",
                "number.parts=10.0.0.1 | parts: [10, 0, 0, 1] | whole: 16777226",
                "flag=true,signed_number=-1 | flag: true | signed_number: -1",
                "ratio=1.5,precise=2 | ratio: 1.5 | precise: 2.0",
                "pointer=0xffffffffffffffff,negative=-1 | pointer: 18446744073709551615 | negative: MINUS",
            })
    void writesPartsByName(String text, String one, String other) {
        var bytes = ByteBuffer.allocate((int) types.sizeOf(nested).orElseThrow());

        BtfFormatter.write(types, nested, BtfValueParser.parse(text), bytes);

        assertThat(BtfFormatter.read(types, nested, bytes).toString()).contains(one, other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port=65536 | '65536' is no value of type __u16",
                "colour=PURPLE | '\"PURPLE\"' is no value of type enum colour",
                "name=toolongname | '\"toolongname\"' is no value of type char[8]",
                "prot=1 | struct nested has no member 'prot', it has: name, number, flag, ratio, precise, colour, large",
                "grid=5 | '5' is no value of type int[2][3]",
                "bits.low=8 | '8' is no value of type __u32",
                "address=::1 | '00000000000000000000000000000001' is no value of type __be32",
                "7 | '7' is no value of type struct nested",
            })
    void saysWhatDoesNotFit(String text, String message) {
        var bytes = ByteBuffer.allocate((int) types.sizeOf(nested).orElseThrow());

        assertThatThrownBy(() -> BtfFormatter.write(types, nested, BtfValueParser.parse(text), bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void writesPrefixesAsTriesWantThem() {
        var maps = TestObjects.read("maps.o");
        var blocked = maps.maps().stream()
                .filter(map -> map.name().equals("blocked"))
                .findFirst()
                .orElseThrow();
        var key = blocked.types().orElseThrow();
        var bytes = ByteBuffer.allocate(blocked.keySize());

        BtfFormatter.write(key.btf(), key.key(), BtfValueParser.parse("192.168.0.0/16"), bytes);

        assertThat(bytes.array()).containsExactly(16, 0, 0, 0, 192, 168, 0, 0);
    }

    @Test
    void givesBytesOfUnknownTypesAsTheyAre() {
        assertThat(BtfFormatter.read(types, 0, ByteBuffer.wrap(new byte[] {1, (byte) 0xab})))
                .isEqualTo(new BtfValue.Bytes(new byte[] {1, (byte) 0xab}))
                .hasToString("01ab");
    }

    @Test
    void refusesBuffersThatAreTooSmall() {
        assertThatThrownBy(() -> BtfFormatter.read(types, nested, ByteBuffer.allocate(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size=120 of struct nested is beyond remaining=8");
    }

    /** A byte seen through 2 to the power of 40 members. */
    @Test
    void endsOnUnionsThatBranchEndlessly() {
        var branching = new ArrayList<BtfType>();
        branching.add(new BtfType.Int("char", 1, 8, 0, true, true, false));
        for (int depth = 1; depth <= 40; depth++) {
            branching.add(new BtfType.Composite(
                    "u" + depth,
                    true,
                    1,
                    List.of(new BtfType.Member("a", depth, 0, 0), new BtfType.Member("b", depth, 0, 0))));
        }
        var value = BtfFormatter.read(new Btf(branching), 41, ByteBuffer.wrap(new byte[] {7}));

        assertThat(value).isInstanceOf(BtfValue.Fields.class);
    }

    @Test
    void readsNoElementsOfNoSize() {
        var empty = new Btf(List.of(
                new BtfType.Composite("empty", false, 0, List.of()), new BtfType.Array(1, 1, Integer.MAX_VALUE)));

        assertThat(BtfFormatter.read(empty, 2, ByteBuffer.allocate(0))).hasToString("[]");
    }
}
