package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.input.MalformedObjectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapDefinitionTest {
    private static final int INT = 1;
    private static final int STRUCT = 2;

    private final List<BtfType> types = new ArrayList<>(
            List.of(new BtfType.Int("int", 4, 32, 0, true, false, false), new BtfType.Forward("opaque", false)));
    private final List<BtfType.Member> members = new ArrayList<>();

    private int type(BtfType type) {
        types.add(type);
        return types.size();
    }

    private MapDefinitionTest member(String name, int type) {
        members.add(new BtfType.Member(name, type, 64 * members.size(), 0));
        return this;
    }

    /** A member as {@code __uint} declares it. */
    private MapDefinitionTest number(String name, int number) {
        return member(name, type(new BtfType.Pointer(type(new BtfType.Array(INT, INT, number)))));
    }

    /** A member as {@code __type} declares it. */
    private MapDefinitionTest pointer(String name, int target) {
        return member(name, type(new BtfType.Pointer(target)));
    }

    private MapSpec read() {
        types.add(new BtfType.Composite("", false, 8 * members.size(), members));
        var btf = new Btf(types);
        var place = ObjectBytes.of("maps.o", ByteBuffer.allocate(64)).slice(32, 0, "map m");
        return new MapDefinition(place, btf, "m").read(btf.resolved(btf.size()));
    }

    private void assertMalformed(String message) {
        assertThatThrownBy(this::read)
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("maps.o: offset 0x20: expected map 'm' " + message);
    }

    @Test
    void readsTheLeastThatMakesAMap() {
        assertThat(number("type", MapType.STACK.number()).read()).isEqualTo(MapSpec.of("m", MapType.STACK, 0, 0, 0));
    }

    @Test
    void refusesMapsWithoutType() {
        number("max_entries", 1).assertMalformed("to have a type, found none");
    }

    @Test
    void refusesUnknownTypes() {
        number("type", 99).assertMalformed("to be of a known type, found type 99");
    }

    @Test
    void refusesUnknownMembers() {
        number("type", 1).number("max_entry", 5).assertMalformed("to have members that are known, found 'max_entry'");
    }

    @Test
    void refusesMembersThatComeTwice() {
        number("type", 1).number("type", 2).assertMalformed("to have each member once, found 'type' again");
    }

    @Test
    void refusesNumbersThatAreNone() {
        pointer("type", INT).assertMalformed("to have a number (__uint) as type, found int *");
    }

    @Test
    void refusesTypesThatHaveNoSize() {
        pointer("key", STRUCT).assertMalformed("to have a type of known size as key, found struct opaque");
    }

    @Test
    void refusesSizesThatDisagree() {
        number("key_size", 8).pointer("key", INT).assertMalformed("to have one size, of 8 bytes, found key of 4 bytes");
    }

    @Test
    void refusesMoreEntriesThanCanBeCounted() {
        number("type", 1)
                .number("max_entries", -1)
                .assertMalformed("to have max_entries of at most 2147483647, found 4294967295");
    }

    @Test
    void refusesValuesOfOrdinaryMaps() {
        number("type", MapType.HASH.number())
                .member("values", type(new BtfType.Array(INT, INT, 0)))
                .assertMalformed("to be a map of maps or a prog_array, as it has values, found another type");
    }

    @Test
    void refusesOtherWaysOfPinning() {
        number("type", 1).number("pinning", 2).assertMalformed("to be pinned by name or not at all, found pinning 2");
    }

    @Test
    void refusesDefinitionsThatAreNoStruct() {
        var btf = new Btf(types);
        var place = ObjectBytes.of("maps.o", ByteBuffer.allocate(64));

        assertThatThrownBy(() -> new MapDefinition(place, btf, "m").read(btf.resolved(INT)))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageStartingWith("maps.o: offset 0x0: expected map 'm' to be a struct");
    }
}
