package dev.osmia.jit.agreement;

import dev.osmia.runtime.Environment;
import dev.osmia.runtime.Executable;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramArrayMap;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** A program on one of Osmia's engines. */
final class EngineContestant implements Contestant {
    private final Environment environment;
    private final ExecutionContext context;
    private final Executable executable;

    EngineContestant(Environment environment, Executable executable) {
        this.environment = environment;
        this.executable = executable;
        context = environment.newContext(0);
        programs().set(0, executable);
        Layout.fill(
                (map, key, value) -> environment.maps().find(map).orElseThrow().put(key, value));
    }

    private ProgramArrayMap programs() {
        return (ProgramArrayMap) environment.maps().find("programs").orElseThrow();
    }

    @Override
    public Outcome run(Input input) {
        Layout.fillInput(
                input.values(),
                (map, key, value) -> environment.maps().find(map).orElseThrow().put(key, value));
        var packet = input.packet();
        var buffer = packet.data().duplicate().clear();
        context.begin(packet);
        int result = (int) executable.run(context);
        checkMargins(buffer, input);
        return Outcome.of(result, packet, contents());
    }

    private SortedMap<String, String> contents() {
        var contents = new TreeMap<String, String>();
        for (var name : Layout.COMPARED) {
            var map = environment.maps().find(name).orElseThrow();
            map.forEach((key, value) ->
                    contents.put(Outcome.entry(name, key), HexFormat.of().formatHex(value)));
        }
        return contents;
    }

    private static void checkMargins(ByteBuffer buffer, Input input) {
        for (int i = 0; i < Input.MARGIN; i++) {
            int behind = buffer.capacity() - 1 - i;
            if (buffer.get(i) != Input.MARGIN_BYTE || buffer.get(behind) != Input.MARGIN_BYTE) {
                throw new AssertionError("bytes outside the packet changed, " + i + " from the buffer's end; " + input);
            }
        }
    }
}
