package dev.osmia.runtime.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.ContextField;
import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ContextStructTest {
    private final Packet packet = Packet.of(ByteBuffer.allocate(64));

    static Stream<Arguments> accessors() {
        return Stream.of(new XdpContext(), new SocketBufferContext())
                .flatMap(struct -> struct.accessors().stream()
                        .map(accessor -> Arguments.of(
                                struct.contract().structName() + "."
                                        + accessor.field().name(),
                                accessor)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accessors")
    void namesMethodsThatDoWhatItDoes(String name, FieldAccessor accessor) throws ReflectiveOperationException {
        if (accessor instanceof FieldAccessor.Value value) {
            var type = value.wide() ? long.class : int.class;
            var getter = Packet.class.getMethod(value.getterName());
            assertThat(getter.getReturnType()).isEqualTo(type);
            assertThat(value.setterName().isEmpty())
                    .isEqualTo(value.field().writers().isEmpty());
            if (!value.setterName().isEmpty()) {
                var setter = Packet.class.getMethod(value.setterName(), type);
                assertThat(setter.getReturnType()).isEqualTo(void.class);
                value.setter().set(packet, 0x0123_4567_89ab_cdefL);
                long bySetter = value.getter().applyAsLong(packet);
                value.setter().set(packet, 0);
                if (value.wide()) {
                    setter.invoke(packet, 0x0123_4567_89ab_cdefL);
                } else {
                    setter.invoke(packet, 0x89ab_cdef);
                }
                assertThat(value.getter().applyAsLong(packet)).isEqualTo(bySetter);
            }
            long byName = ((Number) getter.invoke(packet)).longValue();
            assertThat(value.getter().applyAsLong(packet)).isEqualTo(value.wide() ? byName : byName & 0xffff_ffffL);
        } else if (accessor instanceof FieldAccessor.Memory memory) {
            var bytes = (byte[]) Packet.class.getMethod(memory.getterName()).invoke(packet);
            assertThat(memory.getter().apply(packet))
                    .isSameAs(bytes)
                    .hasSize(memory.field().size());
        }
    }

    /** The offsets of {@code linux/bpf.h}, by adding up. */
    @Test
    void laysFieldsOutAsTheUapiDoes() {
        for (var struct : List.of(new XdpContext(), new SocketBufferContext())) {
            int end = 0;
            for (var accessor : struct.accessors()) {
                var field = accessor.field();
                assertThat(field.offset()).as(field.name()).isGreaterThanOrEqualTo(end);
                // Only a single byte before the last field leaves a hole.
                assertThat(field.offset() - end)
                        .as(field.name())
                        .isLessThanOrEqualTo(field.name().equals("hwtstamp") ? 3 : 0);
                end = field.offset() + field.size();
            }
            assertThat(end).isEqualTo(struct.contract().size());
        }
    }

    @ParameterizedTest
    @EnumSource(value = ProgramType.class)
    void givesNobodyWriteAccessWithoutReadAccess(ProgramType type) {
        ContextStructs.of(type).ifPresent(struct -> {
            for (var field : struct.contract().fields()) {
                assertThat(field.readers()).as(field.name()).containsAll(field.writers());
            }
        });
    }

    @Test
    void showsPointersAtFourByteFields() {
        var region = region(ProgramType.XDP);
        assertThat(region.loadWord(0)).isEqualTo(packet.dataPointer());
        assertThat(region.loadWord(4)).isEqualTo(packet.dataEndPointer());
        assertThat(region.loadWord(8)).isEqualTo(packet.dataMetaPointer());
    }

    @Test
    void loadsParts() {
        packet.mark(0x1234_5678);
        packet.protocol(0xdd86);
        var region = region(ProgramType.SCHED_CLS);
        assertThat(region.loadHalfWord(10)).isEqualTo(0x1234);
        assertThat(region.loadByte(9)).isEqualTo(0x56);
        assertThat(region.loadWord(16)).isEqualTo(0xdd86);
        assertThat(region.loadHalfWord(18)).isZero();
    }

    @Test
    void storesAtAnyWidthInTheControlBlock() {
        var region = region(ProgramType.SCHED_CLS);
        region.storeDoubleWord(56, 0x1122_3344_5566_7788L);
        region.storeByte(67, 0x99);
        assertThat(region.loadWord(60)).isEqualTo(0x1122_3344);
        assertThat(region.loadWord(64)).isEqualTo(0x9900_0000L);
        assertThat(packet.controlBlock()[8]).isEqualTo((byte) 0x88);
    }

    @Test
    void refusesWhatNoVerifierLetsPass() {
        var region = region(ProgramType.XDP);
        assertThatThrownBy(() -> region.loadWord(24)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> region.loadWord(-4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> region.storeWord(12, 1)).isInstanceOf(RuntimeException.class);
    }

    private ContextRegion region(ProgramType type) {
        var region = new ContextRegion();
        region.programType(type);
        region.packet(packet);
        return region;
    }

    @Test
    void keepsNarrowFieldsNarrow() {
        packet.tcIndex(0x12345);
        packet.tcClassid(-1);
        packet.packetType(9);
        packet.queueMapping(7);
        packet.queueMapping(0xffff);
        assertThat(packet.tcIndex()).isEqualTo(0x2345);
        assertThat(packet.tcClassid()).isEqualTo(0xffff);
        assertThat(packet.packetType()).isEqualTo(1);
        assertThat(packet.queueMapping()).isEqualTo(7);
    }

    @Test
    void lowersAccessByKind() {
        var contract = new SocketBufferContext().contract();
        assertThat(contract.fieldAt(50).orElseThrow().access()).isEqualTo(ContextField.Access.ANY_WIDTH);
        assertThat(contract.fieldAt(152).orElseThrow().access()).isEqualTo(ContextField.Access.EXACT);
        assertThat(contract.fieldAt(8).orElseThrow().narrow()).isTrue();
        assertThat(contract.fieldAt(182)).isEmpty();
    }
}
