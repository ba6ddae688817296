package dev.osmia.jit.agreement;

import static dev.osmia.program.assembly.Assembly.add;
import static dev.osmia.program.assembly.Assembly.block;
import static dev.osmia.program.assembly.Assembly.call;
import static dev.osmia.program.assembly.Assembly.callHelper;
import static dev.osmia.program.assembly.Assembly.callKfunc;
import static dev.osmia.program.assembly.Assembly.exit;
import static dev.osmia.program.assembly.Assembly.ifEqual;
import static dev.osmia.program.assembly.Assembly.ifGreater;
import static dev.osmia.program.assembly.Assembly.jump;
import static dev.osmia.program.assembly.Assembly.label;
import static dev.osmia.program.assembly.Assembly.load;
import static dev.osmia.program.assembly.Assembly.loadMap;
import static dev.osmia.program.assembly.Assembly.loadMapValue;
import static dev.osmia.program.assembly.Assembly.mov;
import static dev.osmia.program.assembly.Assembly.store;
import static dev.osmia.program.instruction.MemorySize.BYTE;
import static dev.osmia.program.instruction.MemorySize.DOUBLE_WORD;
import static dev.osmia.program.instruction.MemorySize.WORD;
import static dev.osmia.program.instruction.Register.R0;
import static dev.osmia.program.instruction.Register.R1;
import static dev.osmia.program.instruction.Register.R10;
import static dev.osmia.program.instruction.Register.R2;
import static dev.osmia.program.instruction.Register.R3;
import static dev.osmia.program.instruction.Register.R4;
import static dev.osmia.program.instruction.Register.R5;
import static dev.osmia.program.instruction.Register.R6;
import static dev.osmia.program.instruction.Register.R7;
import static dev.osmia.program.instruction.Register.R8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembly;
import dev.osmia.program.assembly.Line;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Register;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several paths come to one instruction with different values, and the verifier leaves out all but the first where nothing has depended
 * on the value so far. What it knew on the first path must not become part of the compiled program.
 */
class PrunedPathsTest {
    private static final int PATHS = 4;

    /**
     * A place where paths meet.
     *
     * @param name what differs between them
     * @param type the program's type
     * @param path what a path does, by its number
     * @param meeting what all of them do then; R0 is what comes out
     */
    record Meeting(String name, ProgramType type, PathLines path, List<Line> meeting) {
        @Override
        public String toString() {
            return name;
        }

        /** The path is the first word of the input. */
        Program program() {
            var lines = new ArrayList<Line>();
            lines.add(block(mov(R6, R1), loadMapValue(R1, Layout.INPUT, 0), load(DOUBLE_WORD, R8, R1, 0)));
            for (int i = 0; i < 4; i++) {
                lines.add(store(DOUBLE_WORD, R10, Layout.BUFFER + 8 * i, 0x0101_0101 * i));
            }
            for (int i = 1; i < PATHS; i++) {
                lines.add(ifEqual(R8, i, "path" + i));
            }
            for (int i = 0; i < PATHS; i++) {
                lines.add(block(label("path" + i), path.of(i), jump("meet")));
            }
            lines.add(label("meet"));
            lines.addAll(meeting);
            return Programs.of("meeting", type, Assembly.program(lines))
                    .withMaps(Layout.MAPS)
                    .withExternals(Layout.externals(type));
        }
    }

    /** What a path does. */
    @FunctionalInterface
    interface PathLines {
        Line of(int path);
    }

    static List<Meeting> meetings() {
        return List.of(
                xdp("a scalar that is returned", path -> mov(R7, path), mov(R0, R7), exit()),
                xdp(
                        "a spilled scalar",
                        path -> store(DOUBLE_WORD, R10, -8, 100 + path),
                        load(DOUBLE_WORD, R0, R10, -8),
                        exit()),
                xdp(
                        "a scalar that arithmetic reads",
                        path -> mov(R7, 3 + path),
                        mov(R0, 1000),
                        Assembly.div(R0, R7),
                        Assembly.lsh(R0, R7),
                        exit()),
                xdp("a stored scalar", path -> mov(R7, path), storeInResults(R7), mov(R0, 0), exit()),
                xdp(
                        "the operand of an atomic",
                        path -> mov(R7, 5 + path),
                        loadMapValue(R1, Layout.RESULTS, 0),
                        Assembly.atomicFetch(AtomicOp.ADD, DOUBLE_WORD, R1, 8, R7),
                        mov(R0, R7),
                        exit()),
                xdp(
                        "a comparison",
                        path -> mov(R7, path),
                        mov(R0, 1),
                        ifGreater(R7, 1, "more"),
                        mov(R0, 0),
                        label("more"),
                        exit()),
                xdp("a variable stack offset", path -> mov(R7, -8 * path), variableStack()),
                xdp("an offset in a map's value", path -> mov(R7, 8 * path), variableValue()),
                xdp("pointers into different maps", PrunedPathsTest::someValue, load(DOUBLE_WORD, R0, R7, 0), exit()),
                xdp(
                        "stores through pointers into different maps and the stack",
                        PrunedPathsTest::someValueOrStack,
                        store(WORD, R7, 0, 77),
                        load(DOUBLE_WORD, R0, R7, 0),
                        exit()),
                xdp("maps that are looked up", PrunedPathsTest::someMap, lookup()),
                xdp(
                        "keys that are constant",
                        path -> block(store(WORD, R10, Layout.KEY, path), loadMap(R7, Layout.ARRAY)),
                        lookup()),
                xdp("update flags", path -> mov(R4, path), update()),
                xdp("how far the packet's start moves", path -> mov(R2, 4 * path - 6), adjust(44)),
                xdp("how far the packet's end moves", path -> mov(R2, -path), adjust(65)),
                xdp("how far the metadata's start moves", path -> mov(R2, -4 * path), adjust(54)),
                xdp("what a function is given", path -> mov(R2, path), callee()),
                tc("offsets of metadata reads", path -> mov(R7, 3 * path), metadataRead(R7, 4)),
                tc("lengths of metadata reads", path -> mov(R8, 2 + path), metadataReadOfLength(R8)),
                tc("offsets of metadata writes", path -> mov(R7, 3 * path), metadataWrite(R7)),
                tc("offsets of metadata slices", path -> mov(R7, 3 * path), metadataSlice(R7)),
                tc("flags of metadata dynptrs", path -> mov(R2, path & 1), metadataFlags()),
                tc("dynptrs over metadata and packet", PrunedPathsTest::someDynptr, readDynptr()),
                tc(
                        "buffers of metadata reads",
                        path -> block(mov(R7, R10), add(R7, Layout.BUFFER + 8 * path)),
                        metadataBuffer()));
    }

    private static Meeting xdp(String name, PathLines path, Line... meeting) {
        return new Meeting(name, ProgramType.XDP, path, List.of(meeting));
    }

    private static Meeting tc(String name, PathLines path, Line... meeting) {
        return new Meeting(name, ProgramType.SCHED_CLS, path, List.of(meeting));
    }

    private static Line storeInResults(Register register) {
        return block(loadMapValue(R1, Layout.RESULTS, 0), store(DOUBLE_WORD, R1, 0, register));
    }

    private static Line variableStack() {
        return block(mov(R1, R10), add(R1, Layout.BUFFER + 24), add(R1, R7), load(DOUBLE_WORD, R0, R1, 0), exit());
    }

    private static Line variableValue() {
        return block(loadMapValue(R1, Layout.INPUT, 8), add(R1, R7), load(DOUBLE_WORD, R0, R1, 0), exit());
    }

    private static Line someValue(int path) {
        return path % 2 == 0 ? loadMapValue(R7, Layout.INPUT, 8 * path + 8) : loadMapValue(R7, Layout.RESULTS, 16);
    }

    private static Line someValueOrStack(int path) {
        return path == 3 ? block(mov(R7, R10), add(R7, Layout.BUFFER)) : someValue(path);
    }

    private static Line someMap(int path) {
        return block(store(WORD, R10, Layout.KEY, 3), loadMap(R7, path % 2 == 0 ? Layout.ARRAY : Layout.HASH));
    }

    private static Line lookup() {
        return block(
                mov(R1, R7),
                mov(R2, R10),
                add(R2, Layout.KEY),
                callHelper(1),
                ifEqual(R0, 0, "null"),
                Assembly.atomicAdd(DOUBLE_WORD, R0, 0, R8),
                load(BYTE, R0, R0, 0),
                add(R0, 1),
                label("null"),
                exit());
    }

    private static Line update() {
        return block(
                store(WORD, R10, Layout.KEY, 3),
                loadMap(R1, Layout.HASH),
                mov(R2, R10),
                add(R2, Layout.KEY),
                mov(R3, R10),
                add(R3, Layout.BUFFER),
                callHelper(2),
                exit());
    }

    private static Line adjust(int helper) {
        return block(mov(R1, R6), callHelper(helper), exit());
    }

    private static Line callee() {
        return block(call("callee"), exit(), label("callee"), mov(R0, R2), add(R0, 7), exit());
    }

    private static Line createMetadata() {
        return block(mov(R1, R6), mov(R2, 0), mov(R3, R10), add(R3, Layout.DYNPTR), callKfunc(Layout.FROM_METADATA));
    }

    private static Line readInto(Register buffer, Register offset, Line length) {
        return block(
                buffer == R10 ? block(mov(R1, R10), add(R1, Layout.BUFFER)) : mov(R1, buffer),
                length,
                mov(R3, R10),
                add(R3, Layout.DYNPTR),
                mov(R4, offset),
                mov(R5, 0),
                callHelper(201));
    }

    /** R0 is made of the error and of all that was read. */
    private static Line bufferAndExit() {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < 8; i++) {
            lines.add(block(load(WORD, R1, R10, Layout.BUFFER + 4 * i), Assembly.mul(R0, 31), add(R0, R1)));
        }
        lines.add(exit());
        return block(lines);
    }

    private static Line metadataRead(Register offset, int length) {
        return block(createMetadata(), readInto(R10, offset, mov(R2, length)), bufferAndExit());
    }

    private static Line metadataReadOfLength(Register length) {
        return block(mov(R7, 1), createMetadata(), readInto(R10, R7, mov(R2, length)), bufferAndExit());
    }

    private static Line metadataBuffer() {
        return block(mov(R8, 2), createMetadata(), readInto(R7, R8, mov(R2, 4)), bufferAndExit());
    }

    private static Line metadataWrite(Register offset) {
        return block(
                store(WORD, R10, Layout.BUFFER, 0x1234_5678),
                createMetadata(),
                mov(R1, R10),
                add(R1, Layout.DYNPTR),
                mov(R2, offset),
                mov(R3, R10),
                add(R3, Layout.BUFFER),
                mov(R4, 4),
                mov(R5, 0),
                callHelper(202),
                exit());
    }

    private static Line metadataSlice(Register offset) {
        return block(
                createMetadata(),
                mov(R1, R10),
                add(R1, Layout.DYNPTR),
                mov(R2, offset),
                mov(R3, 0),
                mov(R4, 4),
                callKfunc(Layout.SLICE_TO_WRITE),
                ifEqual(R0, 0, "null"),
                load(WORD, R7, R0, 0),
                store(BYTE, R0, 1, 9),
                mov(R0, R7),
                label("null"),
                exit());
    }

    private static Line metadataFlags() {
        return block(
                mov(R1, R6),
                mov(R3, R10),
                add(R3, Layout.DYNPTR),
                callKfunc(Layout.FROM_METADATA),
                mov(R8, R0),
                mov(R7, 0),
                readInto(R10, R7, mov(R2, 4)),
                add(R0, R8),
                bufferAndExit());
    }

    private static Line someDynptr(int path) {
        return block(
                mov(R1, R6),
                mov(R2, 0),
                mov(R3, R10),
                add(R3, Layout.DYNPTR),
                callKfunc(path % 2 == 0 ? Layout.FROM_METADATA : Layout.FROM_PACKET));
    }

    private static Line readDynptr() {
        return block(mov(R7, 1), readInto(R10, R7, mov(R2, 4)), bufferAndExit());
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void compiledProgramsFollowEachPath(Meeting meeting) throws Entrant.Rejection {
        var compiled = new Entrant.Jit().enter(meeting.program());
        var interpreted = new Entrant.Unverified().enter(meeting.program());
        Set<Outcome> different = new HashSet<>();
        for (int path : IntStream.of(0, 1, 2, 3, 2, 1, 0).toArray()) {
            var outcome = interpreted.run(input(path));
            different.add(outcome);

            assertThat(outcome.differences(compiled.run(input(path)), "interpreter", "JIT"))
                    .as("path %d", path)
                    .isEmpty();
        }
        assertThat(different).as("outcomes of different paths").hasSizeGreaterThan(1);
    }

    private static Input input(int path) {
        var frame = new byte[64];
        var metadata = new byte[12];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) (i + 1);
        }
        for (int i = 0; i < metadata.length; i++) {
            metadata[i] = (byte) (0x80 + i);
        }
        var values = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 8; i++) {
            values.putLong(i == 0 ? path : 0x1111L * i);
        }
        return new Input(frame, metadata, values.array(), false);
    }
}
