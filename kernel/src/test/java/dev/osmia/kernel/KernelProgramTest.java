package dev.osmia.kernel;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifGreater;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadPacket;
import static dev.osmia.program.assembly.Assembly.lsh;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.or;
import static dev.osmia.program.assembly.Assembly.program;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.BYTE;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.kernel.testing.RunningKernel;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.Code;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningKernel.class)
final class KernelProgramTest {
    private static final int BPF_XDP_ADJUST_HEAD = 44;
    private static final int BPF_XDP_ADJUST_META = 54;
    private static final int BPF_XDP_ADJUST_TAIL = 65;

    private final KernelMaps maps = new KernelMaps();

    @AfterEach
    void close() {
        maps.close();
    }

    @Test
    void givesVerdictAndChangesThePacket(Kernel kernel) {
        try (var program = loaded(kernel, ProgramType.XDP, program(writesFirstByte()))) {
            var packet = packet(60);

            assertThat(program.run(packet)).isEqualTo(3);
            assertThat(packet.length()).isEqualTo(60);
            assertThat(packet.data().get(packet.dataStart())).isEqualTo((byte) 0xee);
            assertThat(packet.data().get(packet.dataStart() + 59)).isEqualTo((byte) 59);
        }
    }

    @Test
    void leavesACallersReadOnlyBufferAlone(Kernel kernel) {
        var frame = frame(60).asReadOnlyBuffer();
        try (var reading = loaded(kernel, ProgramType.XDP, program(mov(R0, 2), exit()));
                var writing = loaded(kernel, ProgramType.XDP, program(writesFirstByte()))) {
            var packet = Packet.of(frame);

            reading.run(packet);
            assertThat(packet.data().isReadOnly()).isTrue();

            writing.run(packet);
            assertThat(packet.data().get(packet.dataStart())).isEqualTo((byte) 0xee);
            assertThat(frame.get(0)).isZero();
        }
    }

    @Test
    void takesMetadataInAndOut(Kernel kernel) {
        var code = program(
                mov(R6, R1),
                mov(R2, -4),
                callHelper(BPF_XDP_ADJUST_META),
                load(WORD, R2, R6, 8),
                load(WORD, R3, R6, 0),
                mov(R4, R2),
                add(R4, 8),
                mov(R0, 1),
                ifGreater(R4, R3, "out"),
                store(WORD, R2, 0, 0x04030201),
                load(WORD, R0, R2, 4),
                label("out"),
                exit());
        try (var program = loaded(kernel, ProgramType.XDP, code)) {
            var packet = packet(60);
            packet.metadata(ByteBuffer.wrap(new byte[] {9, 8, 7, 6}));

            assertThat(program.run(packet)).isEqualTo(0x06070809);
            assertThat(metadata(packet)).containsExactly(1, 2, 3, 4, 9, 8, 7, 6);
            assertThat(packet.length()).isEqualTo(60);
        }
    }

    @Test
    void letsPacketsGrowAndShrink(Kernel kernel) {
        try (var longer = loaded(kernel, ProgramType.XDP, program(adjust(BPF_XDP_ADJUST_TAIL, 10)));
                var shorter = loaded(kernel, ProgramType.XDP, program(adjust(BPF_XDP_ADJUST_HEAD, 20)))) {
            var packet = packet(60);

            assertThat(longer.run(packet)).isZero();
            assertThat(packet.length()).isEqualTo(70);
            assertThat(bytes(packet)).startsWith(0, 1, 2).endsWith(58, 59, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

            assertThat(shorter.run(packet)).isZero();
            assertThat(packet.length()).isEqualTo(50);
            assertThat(bytes(packet)).startsWith(20, 21);
        }
    }

    @Test
    void showsAnXdpProgramTheLoopbackDeviceUnlessTold(Kernel kernel) {
        var code = program(load(WORD, R0, R1, 12), lsh(R0, 8), load(WORD, R2, R1, 16), or(R0, R2), exit());
        try (var program = loaded(kernel, ProgramType.XDP, code)) {
            var packet = packet(60);
            assertThat(program.run(packet)).isEqualTo(1 << 8);

            packet.ingressIfindex(1);
            assertThat(program.run(packet)).isEqualTo(1 << 8);

            packet.ingressIfindex(987_654);
            assertThatThrownBy(() -> program.run(packet))
                    .isInstanceOf(KernelException.class)
                    .hasMessage("BPF_PROG_TEST_RUN of program 'test': ENODEV, this machine has no interface 987654");
        }
    }

    @Test
    void takesFieldsOfTheSocketBufferInAndOut(Kernel kernel) {
        var code = program(
                load(WORD, R2, R1, 8),
                add(R2, 1),
                store(WORD, R1, 8, R2),
                load(WORD, R2, R1, 32),
                add(R2, 1),
                store(WORD, R1, 32, R2),
                load(WORD, R2, R1, 48),
                add(R2, 1),
                store(WORD, R1, 64, R2),
                load(DOUBLE_WORD, R2, R1, 152),
                add(R2, 1),
                store(DOUBLE_WORD, R1, 152, R2),
                load(WORD, R0, R1, 160),
                exit());
        try (var program = loaded(kernel, ProgramType.SCHED_CLS, code)) {
            var packet = packet(60);
            packet.mark(5);
            packet.priority(6);
            packet.tstamp(7_000_000_000L);
            packet.wireLength(1000);
            packet.controlBlock()[0] = 8;

            assertThat(program.run(packet)).isEqualTo(1000);

            assertThat(packet.mark()).isEqualTo(6);
            assertThat(packet.priority()).isEqualTo(7);
            assertThat(packet.tstamp()).isEqualTo(7_000_000_001L);
            assertThat(packet.controlBlock()[16]).isEqualTo((byte) 9);
            assertThat(packet.wireLength()).isEqualTo(1000);
        }
    }

    @Test
    void showsASocketFilterThePacketAsItIs(Kernel kernel) {
        var code = program(mov(R6, R1), loadPacket(BYTE, 3), lsh(R0, 16), load(WORD, R2, R6, 16), or(R0, R2), exit());
        try (var program = loaded(kernel, ProgramType.SOCKET_FILTER, code)) {
            var packet = packet(20);
            packet.protocol(0xb588);

            assertThat(program.run(packet)).isEqualTo(3 << 16 | 0xb588);
            assertThat(bytes(packet)).hasSize(20).startsWith(0, 1, 2, 3);
        }
    }

    @Test
    void saysWhatATestRunCannotShow(Kernel kernel) {
        try (var xdp = loaded(kernel, ProgramType.XDP, program(mov(R0, 2), exit()));
                var tc = loaded(kernel, ProgramType.SCHED_CLS, program(mov(R0, 0), exit()));
                var probe = loaded(kernel, ProgramType.KPROBE, program(mov(R0, 0), exit()))) {
            assertThat(xdp.obstacle(packet(14))).isEmpty();
            assertThat(xdp.obstacle(packet(13)))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("at least 14 bytes"));
            assertThat(tc.obstacle(packet(13))).isPresent();
            var stamped = packet(60);
            stamped.metadata(ByteBuffer.allocate(4));
            assertThat(xdp.obstacle(stamped)).isEmpty();
            assertThat(tc.obstacle(stamped)).hasValue("a test run of this type of programs takes no metadata");
            assertThatThrownBy(() -> tc.run(stamped))
                    .hasMessageEndingWith("EINVAL, a test run of this type of programs takes no metadata");
            var tagged = packet(60);
            tagged.vlanTag(0x0081, 5);
            assertThat(tc.obstacle(tagged)).isPresent();
            assertThat(probe.obstacle(packet(60)))
                    .hasValue("there are no test runs over packets for programs of type kprobe");
            assertThatThrownBy(() -> probe.run(packet(60))).hasMessageContaining("EOPNOTSUPP");
        }
    }

    @Test
    void takesTheLongestMetadataThatItSays(Kernel kernel) {
        try (var program = loaded(kernel, ProgramType.XDP, program(mov(R0, 2), exit()))) {
            for (int length : new int[] {0, 4, 32, 216}) {
                var packet = packet(60);
                packet.metadata(ByteBuffer.allocate(length));
                assertThat(program.obstacle(packet)).isEmpty();
                assertThat(program.run(packet)).isEqualTo(2);
                assertThat(packet.metadataLength()).isEqualTo(length);
            }
            var packet = packet(60);
            packet.metadata(ByteBuffer.allocate(220));
            assertThat(program.obstacle(packet)).isPresent();
        }
    }

    @Test
    void runsAsAnyOtherEngine(Kernel kernel) {
        try (var program = loaded(kernel, ProgramType.SCHED_CLS, program(mov(R0, -1), exit()))) {
            var context = Environment.create().newContext(0);
            context.packet(packet(60));

            assertThat(program.run(context)).isEqualTo(0xffff_ffffL);
        }
    }

    @Test
    void runsRepeatedlyOverWhatTheLastRunLeft(Kernel kernel) {
        var code = program(load(WORD, R2, R1, 8), add(R2, 1), store(WORD, R1, 8, R2), mov(R0, R2), exit());
        try (var program = loaded(kernel, ProgramType.SCHED_CLS, code)) {
            var packet = packet(60);

            var timing = program.runRepeatedly(packet, 1000);

            assertThat(packet.mark()).isEqualTo(1000);
            assertThat(timing.repeat()).isEqualTo(1000);
            assertThat(timing.returnValue()).isEqualTo(1000);
            assertThat(timing.nanoseconds()).isGreaterThan(0);
            assertThatThrownBy(() -> program.runRepeatedly(packet, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void servesSeveralThreads(Kernel kernel) {
        try (var program = loaded(kernel, ProgramType.XDP, program(writesFirstByte()))) {
            var runs = IntStream.range(0, 4)
                    .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 200; i++) {
                            var packet = packet(60 + thread);
                            assertThat(program.run(packet)).isEqualTo(3);
                            assertThat(packet.length()).isEqualTo(60 + thread);
                        }
                    }))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(runs).join();
        }
    }

    @Test
    void calledFunctionsAndMapsWork(Kernel kernel) {
        var counters =
                maps.openAll(ExampleObjects.feature("count_locked").maps()).get(0);
        counters.put(MapCreation.number(0), new byte[counters.valueBytes()]);
        run(kernel, "count_locked", packet(60));
        run(kernel, "count_locked", packet(70));
        assertThat(numbers(counters, 0)).containsExactly(0, 2, 130, 0);

        assertThat(run(kernel, "call_functions", packet(60))).isEqualTo(7 + 2 * 60);

        var marked = packet(60);
        marked.mark(2);
        assertThat(run(kernel, "write_inner", marked)).isZero();
        assertThat(numbers(maps.find("inner_b").orElseThrow(), 0)).startsWith(12);
        assertThat(numbers(maps.find("inner_a").orElseThrow(), 0)).startsWith(0);
    }

    @Test
    void tailCallsGoToTheProgramInTheSlot(Kernel kernel) {
        try (var target =
                        kernel.load(ExampleObjects.feature("called_last"), maps).orElseThrow();
                var caller =
                        kernel.load(ExampleObjects.feature("call_last"), maps).orElseThrow()) {
            var packet = packet(60);
            packet.mark(2);
            assertThat(caller.run(packet)).isEqualTo(2);

            maps.find("programs").orElseThrow().put(1, target);
            assertThat(caller.run(packet)).isEqualTo(42);
        }
    }

    @Test
    void isTranslatedByTheKernel(Kernel kernel) {
        try (var program = loaded(kernel, ProgramType.XDP, program(mov(R0, 2), exit()))) {
            assertThat(program.machineCodeBytes()).isNotNegative();
        }
    }

    @Test
    void cannotRunOnceItIsClosed(Kernel kernel) {
        var program = loaded(kernel, ProgramType.XDP, program(mov(R0, 2), exit()));
        program.close();

        assertThatThrownBy(() -> program.run(packet(60))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRefusalIsAnExceptionOnlyForThoseWhoAsk(Kernel kernel) {
        var result = kernel.load(Program.of("test", ProgramType.XDP, program(exit())), maps);

        assertThat(result).isInstanceOf(LoadResult.Refused.class);
        assertThatThrownBy(result::orElseThrow)
                .isInstanceOf(KernelException.class)
                .hasMessage("load of program 'test': EACCES, R0 !read_ok");
    }

    private int run(Kernel kernel, String feature, Packet packet) {
        try (var program = kernel.load(ExampleObjects.feature(feature), maps).orElseThrow()) {
            return program.run(packet);
        }
    }

    private KernelProgram loaded(Kernel kernel, ProgramType type, Code code) {
        return kernel.load(Program.of("test", type, code), maps).orElseThrow();
    }

    /** Writes 0xee into the packet's first byte and gives 3. */
    private static Line[] writesFirstByte() {
        return new Line[] {
            load(WORD, R2, R1, 0),
            load(WORD, R3, R1, 4),
            mov(R4, R2),
            add(R4, 14),
            mov(R0, 1),
            ifGreater(R4, R3, "out"),
            store(BYTE, R2, 0, 0xee),
            mov(R0, 3),
            label("out"),
            exit()
        };
    }

    private static Line[] adjust(int helper, int by) {
        return new Line[] {mov(R2, by), callHelper(helper), exit()};
    }

    private static Packet packet(int length) {
        return Packet.of(frame(length));
    }

    /** A frame whose bytes count from 0, with an EtherType that means nothing to the kernel. */
    private static ByteBuffer frame(int length) {
        var frame = ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            frame.put(i, (byte) i);
        }
        return frame;
    }

    private static byte[] bytes(Packet packet) {
        var bytes = new byte[packet.length()];
        packet.data().get(packet.dataStart(), bytes);
        return bytes;
    }

    private static byte[] metadata(Packet packet) {
        var bytes = new byte[packet.metadataLength()];
        packet.metadata().get(packet.metadataStart(), bytes);
        return bytes;
    }

    private static int[] numbers(KernelMap map, int key) {
        var value = ByteBuffer.wrap(map.get(MapCreation.number(key)).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        var numbers = new int[value.remaining()];
        value.get(numbers);
        return numbers;
    }
}
