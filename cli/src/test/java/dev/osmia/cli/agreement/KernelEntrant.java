package dev.osmia.cli.agreement;

import dev.osmia.jit.agreement.Contestant;
import dev.osmia.jit.agreement.Entrant;
import dev.osmia.jit.agreement.Input;
import dev.osmia.jit.agreement.Layout;
import dev.osmia.jit.agreement.Outcome;
import dev.osmia.kernel.Kernel;
import dev.osmia.kernel.KernelMap;
import dev.osmia.kernel.KernelMaps;
import dev.osmia.kernel.KernelProgram;
import dev.osmia.kernel.LoadResult;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The running kernel in trials of random programs. It keeps maps for the next program, since making them takes longer than a run. */
final class KernelEntrant implements Entrant, AutoCloseable {
    /** How the kernel's log begins where its verifier found itself in a state that it took for impossible. */
    private static final String VERIFIER_BUG = "verifier bug:";

    private final Kernel kernel;

    /** Maps that no program uses now. A program array belongs to programs of one type. */
    private final Map<ProgramType, Deque<KernelMaps>> free = new ConcurrentHashMap<>();

    KernelEntrant(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public boolean takes(ProgramType type, List<Input> inputs) {
        return type == ProgramType.XDP || inputs.stream().allMatch(input -> input.metadata().length == 0);
    }

    @Override
    public Contestant enter(Program program) throws Rejection, Abstention {
        var idle = free.computeIfAbsent(program.type(), type -> new ConcurrentLinkedDeque<>());
        var reused = idle.poll();
        var maps = reused == null ? new KernelMaps() : reused;
        var result = kernel.load(program, maps);
        if (result instanceof LoadResult.Refused refused) {
            idle.push(maps);
            var message = refused.verdict().message();
            if (message.startsWith(VERIFIER_BUG)) {
                throw new Abstention(message);
            }
            throw new Rejection(message);
        }
        var loaded = result.orElseThrow();
        reset(maps);
        if (callsItself(program)) {
            map(maps, "programs").put(0, loaded);
        }
        return new Running(loaded, maps, idle);
    }

    private static KernelMap map(KernelMaps maps, String name) {
        return maps.find(name).orElseThrow();
    }

    private static void reset(KernelMaps maps) {
        for (var name : Layout.COMPARED) {
            var map = map(maps, name);
            var keys = new ArrayList<byte[]>();
            map.forEach((key, value) -> keys.add(key));
            for (var key : keys) {
                if (map.spec().type() == MapType.HASH) {
                    map.remove(key);
                } else {
                    map.put(key, new byte[map.spec().valueSize()]);
                }
            }
        }
        Layout.fill((map, key, value) -> map(maps, map).put(key, value));
    }

    private static boolean callsItself(Program program) {
        return program.code().instructions().stream()
                .anyMatch(instruction -> instruction instanceof Instruction.LoadReference load
                        && load.reference().equals(new Reference.MapAddress(Layout.PROGRAMS)));
    }

    private record Running(KernelProgram program, KernelMaps maps, Deque<KernelMaps> idle) implements Contestant {
        @Override
        public Outcome run(Input input) {
            Layout.fillInput(input.values(), (map, key, value) -> map(maps, map).put(key, value));
            var packet = input.packet();
            int result = program.run(packet);
            var contents = new TreeMap<String, String>();
            for (var name : Layout.COMPARED) {
                var spec = map(maps, name).spec();
                map(maps, name).forEach((key, value) -> contents.put(Outcome.entry(name, key), text(spec, value)));
            }
            return Outcome.of(result, packet, contents);
        }

        private static String text(MapSpec spec, byte[] value) {
            return HexFormat.of().formatHex(value, 0, spec.valueSize());
        }

        @Override
        public void close() {
            if (callsItself(program.program())) {
                map(maps, "programs").remove(new byte[Integer.BYTES]);
            }
            program.close();
            idle.push(maps);
        }
    }

    @Override
    public void close() {
        free.values().forEach(idle -> idle.forEach(KernelMaps::close));
        free.clear();
    }
}
