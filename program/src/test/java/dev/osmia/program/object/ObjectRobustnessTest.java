package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.MapSpec;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfFormatter;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.link.Linker;
import dev.osmia.testkit.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes a file has, reading, linking and printing it ends in a result or in one line. */
@Timeout(300)
class ObjectRobustnessTest {
    private static final List<Integer> INTERESTING =
            List.of(-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1, 8, 0x10000, 0xffff, Integer.MAX_VALUE / 8);

    /** Does everything that can be done with an object; gives whether it could be read. */
    private static boolean survives(byte[] bytes) {
        ObjectSpec object;
        try {
            object = ElfObjectReader.read("bad.o", ByteBuffer.wrap(bytes));
        } catch (MalformedObjectException malformed) {
            assertOneLine(malformed);
            return false;
        }
        for (var program : object.programs()) {
            link(object, program, Optional.empty());
            link(object, program, object.btf());
        }
        object.maps().forEach(ObjectRobustnessTest::print);
        object.btf().ifPresent(ObjectRobustnessTest::describe);
        return true;
    }

    private static void link(ObjectSpec object, ProgramSpec program, Optional<Btf> target) {
        try {
            Linker.link(object, program, target);
        } catch (MalformedObjectException malformed) {
            assertOneLine(malformed);
        }
    }

    private static void assertOneLine(MalformedObjectException malformed) {
        assertThat(malformed).hasMessageStartingWith("bad.o: ").hasMessageContaining("expected ");
        assertThat(malformed.getMessage()).doesNotContain("\n", "\r", "\u001b");
    }

    private static void print(MapSpec map) {
        if (map.types().isEmpty() || map.content().equals(MapSpec.GlobalData.NONE)) {
            return;
        }
        var types = map.types().get();
        var content = map.content().bytes();
        try {
            var value = BtfFormatter.read(types.btf(), types.value(), ByteBuffer.wrap(content));
            assertThat(value.toJson()).isNotEmpty();
            BtfFormatter.write(types.btf(), types.value(), value, ByteBuffer.allocate(content.length));
        } catch (IllegalArgumentException mismatch) {
            assertThat(mismatch.getMessage()).isNotEmpty();
        }
    }

    private static void describe(Btf btf) {
        long described = 0;
        for (int id = 0; id <= btf.size(); id++) {
            described += btf.declaration(id).length() + btf.alignmentOf(id).orElse(0);
        }
        assertThat(described).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps.o", "linking.clang-14.o"})
    void survivesTruncationAtEachByte(String name) {
        var bytes = TestObjects.bytes(name);

        for (int length = 0; length < bytes.length; length++) {
            assertThat(survives(Arrays.copyOf(bytes, length)))
                    .as("length %d", length)
                    .isFalse();
        }
        assertThat(survives(bytes)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x10, 0x80, 0xff})
    void survivesCorruptionOfEachByte(int flipped) {
        var bytes = TestObjects.bytes("unlinkable.o");

        for (int offset = 0; offset < bytes.length; offset++) {
            bytes[offset] ^= (byte) flipped;
            survives(bytes);
            bytes[offset] ^= (byte) flipped;
        }
        assertThat(survives(bytes)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maps.o", "core.o", "types.o", "linking.o"})
    void survivesRandomMutations(String name) {
        var bytes = TestObjects.bytes(name);

        Seeds.forAll(1500, random -> survives(mutated(bytes, random)));
    }

    @Test
    void survivesPiecesOfOtherObjects() {
        var bytes = TestObjects.bytes("linking.o");
        var other = TestObjects.bytes("linking.clang-14.o");

        Seeds.forAll(500, random -> {
            var mixed = bytes.clone();
            int length = random.nextInt(2000);
            System.arraycopy(
                    other, random.nextInt(other.length - length), mixed, random.nextInt(mixed.length - length), length);
            survives(mixed);
        });
    }

    private static byte[] mutated(byte[] bytes, RandomGenerator random) {
        var mutated = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int mutations = 1 + random.nextInt(6); mutations > 0; mutations--) {
            int offset = random.nextInt(bytes.length - Integer.BYTES) & -Integer.BYTES;
            switch (random.nextInt(4)) {
                case 0 -> mutated.put(offset + random.nextInt(Integer.BYTES), (byte) random.nextInt());
                case 1 -> mutated.putInt(offset, INTERESTING.get(random.nextInt(INTERESTING.size())));
                case 2 -> mutated.putInt(offset, mutated.getInt(offset) + random.nextInt(17) - 8);
                default -> mutated.putInt(offset, mutated.getInt(random.nextInt(bytes.length - Integer.BYTES)));
            }
        }
        return mutated.array();
    }
}
