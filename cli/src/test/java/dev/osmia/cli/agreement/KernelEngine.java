package dev.osmia.cli.agreement;

import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelMap;
import dev.osmia.kernel.KernelMaps;
import dev.osmia.kernel.KernelProgram;
import dev.osmia.kernel.LoadResult;
import dev.osmia.program.Program;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The running kernel. Whoever uses it stays on CPU 0, whose values of per-CPU maps it tells. */
record KernelEngine(Kernel kernel) implements EngineUnderTest {

    @Override
    public String name() {
        return "KERNEL";
    }

    @Override
    public Loaded load(Program program) {
        var maps = new KernelMaps();
        var result = kernel.load(program, maps);
        if (result instanceof LoadResult.Refused refused) {
            maps.close();
            return new Rejected(refused.verdict().message());
        }
        return new Running(result.orElseThrow(), maps);
    }

    private record Running(KernelProgram program, KernelMaps maps) implements EngineUnderTest.Runnable {
        @Override
        public Outcome run(Input input) {
            var packet = input.packet(program.program().type());
            return Outcome.of(program.run(packet), packet);
        }

        @Override
        public Map<String, Map<String, String>> entries() {
            var all = new TreeMap<String, Map<String, String>>();
            for (var map : maps.all()) {
                switch (map.spec().type()) {
                    case HASH, ARRAY, PERCPU_HASH, PERCPU_ARRAY, LRU_HASH, LRU_PERCPU_HASH, LPM_TRIE ->
                        all.put(map.spec().name(), entries(map));
                    default -> {
                        // Nothing that could be listed.
                    }
                }
            }
            return all;
        }

        private static Map<String, String> entries(KernelMap map) {
            var hex = HexFormat.of();
            var entries = new TreeMap<String, String>();
            map.forEach((key, value) -> entries.put(
                    hex.formatHex(key), hex.formatHex(value, 0, map.spec().valueSize())));
            return entries;
        }

        @Override
        public Map<String, List<String>> records() {
            var hex = HexFormat.of();
            var all = new LinkedHashMap<String, List<String>>();
            for (var map : maps.all()) {
                var records = new ArrayList<String>();
                switch (map.spec().type()) {
                    case RINGBUF -> {
                        map.drain(sample -> {
                            var bytes = new byte[sample.remaining()];
                            sample.get(bytes);
                            records.add(hex.formatHex(bytes));
                        });
                        all.put(map.spec().name(), records);
                    }
                    case QUEUE, STACK -> {
                        map.takeAll().forEach(value -> records.add(hex.formatHex(value)));
                        all.put(map.spec().name(), records);
                    }
                    default -> {
                        // Nothing that is taken out.
                    }
                }
            }
            return all;
        }

        @Override
        public void close() {
            program.close();
            maps.close();
        }
    }
}
