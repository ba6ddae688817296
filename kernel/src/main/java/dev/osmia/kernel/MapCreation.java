package dev.osmia.kernel;

import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.MapCommands;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.uapi.Errno;
import dev.osmia.program.uapi.MapFlags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Creates a map in the kernel with what its object says of it. */
final class MapCreation {
    private static final byte[] FIRST = new byte[Integer.BYTES];

    private MapCreation() {}

    /** Whether the map is a section of global variables, which is named after the section. */
    static boolean isGlobalData(MapSpec spec) {
        return spec.name().startsWith(".");
    }

    static KernelMap create(MapSpec spec, KernelMaps owner) {
        var map = new KernelMap(spec, createEmpty(spec, owner));
        if (spec.type() == MapType.ARENA) {
            map.mapArena(spec.content().bytes());
        } else if (spec.content().bytes().length != 0) {
            map.put(FIRST, spec.content().bytes());
        }
        if (isGlobalData(spec) && (spec.flags() & MapFlags.BPF_F_RDONLY_PROG) != 0) {
            check("BPF_MAP_FREEZE", spec, MapCommands.freeze(map.descriptor()));
        }
        return map;
    }

    private static FileDescriptor createEmpty(MapSpec spec, KernelMaps owner) {
        if (spec.inner().isEmpty()) {
            return createEmpty(spec, 0, owner);
        }
        try (var inner = createEmpty(spec.inner().get(), owner)) {
            return createEmpty(spec, inner.number(), owner);
        }
    }

    private static FileDescriptor createEmpty(MapSpec spec, int inner, KernelMaps owner) {
        var definition = definition(spec, inner, owner);
        int result = MapCommands.create(definition);
        if (result < 0 && definition.btf() != 0) {
            // As libbpf does: types only explain the map, unless a lock or the like is in its values.
            result = MapCommands.create(definition.withoutTypes());
        }
        return new FileDescriptor(check("BPF_MAP_CREATE", spec, result));
    }

    private static MapCommands.Definition definition(MapSpec spec, int inner, KernelMaps owner) {
        var types = spec.types().filter(unused -> takesTypes(spec.type()));
        var loaded = types.map(known -> owner.types(known.btf()));
        boolean typed = loaded.isPresent() && loaded.get().accepted();
        return new MapCommands.Definition(
                spec.type().number(),
                spec.keySize(),
                spec.valueSize(),
                entries(spec),
                spec.flags(),
                inner,
                spec.name(),
                typed ? loaded.get().descriptor().number() : 0,
                typed ? types.orElseThrow().key() : 0,
                typed ? types.orElseThrow().value() : 0,
                spec.extra());
    }

    /** What the object leaves open, {@code libbpf} fills in: a slot for each CPU. */
    private static int entries(MapSpec spec) {
        return spec.type() == MapType.PERF_EVENT_ARRAY && spec.maxEntries() == 0
                ? PossibleCpus.count()
                : spec.maxEntries();
    }

    /** Whether the kernel takes types for keys and values of these maps. */
    private static boolean takesTypes(MapType type) {
        return switch (type) {
            case PERF_EVENT_ARRAY,
                    CGROUP_ARRAY,
                    STACK_TRACE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    DEVMAP_HASH,
                    CPUMAP,
                    XSKMAP,
                    SOCKMAP,
                    SOCKHASH,
                    QUEUE,
                    STACK,
                    ARENA,
                    STRUCT_OPS -> false;
            case HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    PERCPU_CGROUP_STORAGE,
                    SK_STORAGE,
                    RINGBUF,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    BLOOM_FILTER,
                    USER_RINGBUF,
                    CGRP_STORAGE,
                    INSN_ARRAY -> true;
        };
    }

    /** Puts the maps that the object names into the slots of a map of maps. */
    static void fillWithMaps(KernelMap map, List<KernelMap> others) {
        if (map.spec().type() == MapType.PROG_ARRAY) {
            return;
        }
        for (var slot : map.spec().slots()) {
            var target = others.stream()
                    .filter(other -> other.spec().name().equals(slot.target()))
                    .findFirst()
                    .orElseThrow(() -> new KernelException(
                            "map '" + map.spec().name() + "'",
                            Errno.ENOENT,
                            "no map '" + slot.target() + "' for its slots"));
            map.put(number(slot.index()), number(target.descriptor().number()));
        }
    }

    /** A number as keys and values hold it. */
    static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static int check(String command, MapSpec spec, int result) {
        if (result < 0) {
            throw new KernelException(command + " of map '" + spec.name() + "'", -result);
        }
        return result;
    }
}
