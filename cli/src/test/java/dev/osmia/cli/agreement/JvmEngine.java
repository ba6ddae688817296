package dev.osmia.cli.agreement;

import dev.osmia.jit.BpfProgram;
import dev.osmia.jit.Engine;
import dev.osmia.jit.LoadResult;
import dev.osmia.jit.LoadedProgram;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.MapOperationException;
import dev.osmia.runtime.map.QueueMap;
import dev.osmia.runtime.map.RingBufferMap;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of the engines that run on the JVM. */
record JvmEngine(Engine engine) implements EngineUnderTest {

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Loaded load(Program program) {
        var environment = Environment.builder().cpus(1).build();
        var result = BpfProgram.of(program, environment).load(engine);
        if (result instanceof LoadResult.Rejected rejected) {
            return new Rejected(rejected.rejection().message());
        } else if (result instanceof LoadResult.Unsupported unsupported) {
            return new Unsupported(unsupported.missing());
        }
        var loaded = ((LoadResult.Loaded) result).program();
        return new Running(
                program.type(),
                loaded,
                environment.newContext(0),
                environment.maps().all());
    }

    private record Running(ProgramType type, LoadedProgram program, ExecutionContext context, List<BpfMap> maps)
            implements EngineUnderTest.Runnable {
        @Override
        public Outcome run(Input input) {
            var packet = input.packet(type);
            return Outcome.of(program.run(context, packet), packet);
        }

        @Override
        public Map<String, Map<String, String>> entries() {
            var hex = HexFormat.of();
            var all = new TreeMap<String, Map<String, String>>();
            for (var map : maps) {
                if (map instanceof QueueMap) {
                    continue;
                }
                var entries = new TreeMap<String, String>();
                try {
                    map.forEach((key, value) -> entries.put(
                            hex.formatHex(key),
                            hex.formatHex(value, 0, map.spec().valueSize())));
                } catch (MapOperationException notListable) {
                    continue;
                }
                all.put(map.spec().name(), entries);
            }
            return all;
        }

        @Override
        public Map<String, List<String>> records() {
            var hex = HexFormat.of();
            var all = new LinkedHashMap<String, List<String>>();
            for (var map : maps) {
                var records = new ArrayList<String>();
                if (map instanceof RingBufferMap ring) {
                    ring.drain(sample -> {
                        var bytes = new byte[sample.remaining()];
                        sample.get(bytes);
                        records.add(hex.formatHex(bytes));
                    });
                    all.put(map.spec().name(), records);
                } else if (map instanceof QueueMap queue) {
                    for (var value = queue.pop(); value.isPresent(); value = queue.pop()) {
                        records.add(hex.formatHex(value.get()));
                    }
                    all.put(map.spec().name(), records);
                }
            }
            return all;
        }

        @Override
        public void close() {}
    }
}
