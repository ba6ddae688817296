package dev.osmia.program.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.osmia.program.object.TestObjects;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BtfTest {
    private static final BtfType.Int INT = new BtfType.Int("int", 4, 32, 0, true, false, false);

    private final Btf types = TestObjects.read("types.o").btf().orElseThrow();

    @ParameterizedTest
    @CsvSource({"nested, 120, 8", "bits, 16, 8", "number, 4, 4", "pointers, 64, 8"})
    void knowsSizeAndAlignmentOfStructs(String name, long size, int alignment) {
        int id = types.find(name, BtfType.Composite.class).orElseThrow();

        assertThat(types.sizeOf(id)).hasValue(size);
        assertThat(types.alignmentOf(id)).hasValue(alignment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | char name[8]",
                "number | union number number",
                "flag | _Bool flag",
                "colour | enum colour colour",
                "large | enum large large",
                "grid | int grid[2][3]",
                "pointer | struct nowhere *pointer",
                "text | const volatile char *volatile text",
                "call | callback call",
                "table | struct nested *restrict *table[4]",
                "tagged | int __attribute__((btf_type_tag(\"user\"))) *tagged",
                "no_arguments | void (*no_arguments)(void)",
            })
    void declaresMembersAsCDoes(String name, String expected) {
        assertThat(member(name)).isEqualTo(expected);
    }

    private String member(String name) {
        for (var struct : List.of("nested", "pointers")) {
            int id = types.find(struct, BtfType.Composite.class).orElseThrow();
            for (var member : ((BtfType.Composite) types.type(id)).members()) {
                if (member.name().equals(name)) {
                    return types.declaration(member.type(), name);
                }
            }
        }
        throw new AssertionError("no member " + name);
    }

    @Test
    void declaresFunctionsAndPrototypes() {
        int callback = types.find("callback", BtfType.Typedef.class).orElseThrow();
        int pointer = ((BtfType.Typedef) types.type(callback)).target();
        int function = types.find("read", BtfType.Function.class).orElseThrow();

        assertThat(types.declaration(pointer, "f")).isEqualTo("int (*f)(struct nested *, const char *, ...)");
        assertThat(types.declaration(function)).isEqualTo("int read(struct __sk_buff *skb)");
        assertThat(types.declaration(0)).isEqualTo("void");
    }

    @Test
    void readsEveryKindOfType() {
        assertThat(types.named("on_struct")).isNotEmpty();
        int huge = types.find("large", BtfType.Enumeration.class).orElseThrow();
        assertThat(((BtfType.Enumeration) types.type(huge)).enumerators())
                .contains(new BtfType.Enumerator("HUGE", 0x1_0000_0000L));
        int negative = types.find("negative", BtfType.Enumeration.class).orElseThrow();
        assertThat(((BtfType.Enumeration) types.type(negative)).enumerators())
                .contains(new BtfType.Enumerator("MINUS", -1));
        int bits = types.find("bits", BtfType.Composite.class).orElseThrow();
        assertThat(((BtfType.Composite) types.type(bits)).members())
                .extracting(BtfType.Member::name, BtfType.Member::bitOffset, BtfType.Member::bitFieldSize)
                .contains(tuple("middle", 3, 5));
    }

    @Test
    void findsNoSizeOfTypesThatHoldThemselves() {
        var cyclic = new Btf(List.of(
                new BtfType.Typedef("a", 2),
                new BtfType.Typedef("b", 1),
                new BtfType.Array(3, 1, 4),
                new BtfType.Pointer(5),
                new BtfType.Qualifier(BtfType.Qualifier.Kind.CONST, "", 4)));

        assertThat(cyclic.resolve(1)).isZero();
        assertThat(cyclic.sizeOf(1)).isEmpty();
        assertThat(cyclic.sizeOf(3)).isEmpty();
        assertThat(cyclic.alignmentOf(3)).isEmpty();
        assertThat(cyclic.declaration(4)).contains("…");
        assertThat(cyclic.declaration(3)).contains("…");
    }

    @Test
    void findsNoSizeBeyondSixtyThreeBits() {
        var arrays = new Btf(List.of(
                INT,
                new BtfType.Array(1, 1, Integer.MAX_VALUE),
                new BtfType.Array(2, 1, Integer.MAX_VALUE),
                new BtfType.Array(3, 1, 0)));

        assertThat(arrays.sizeOf(2)).hasValue(4L * Integer.MAX_VALUE);
        assertThat(arrays.sizeOf(3)).isEmpty();
        assertThat(arrays.sizeOf(4)).hasValue(0);
    }

    @Test
    void findsAlignmentOfPackedStructs() {
        var packed = new Btf(List.of(
                INT,
                new BtfType.Int("char", 1, 8, 0, true, true, false),
                new BtfType.Composite(
                        "packed",
                        false,
                        5,
                        List.of(new BtfType.Member("c", 2, 0, 0), new BtfType.Member("i", 1, 8, 0)))));

        assertThat(packed.alignmentOf(3)).hasValue(1);
    }
}
