package dev.osmia.jit.agreement;

import dev.osmia.program.External;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.ProgramType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** What all random programs have in common: their maps, kfuncs and the use of their stack. */
public final class Layout {
    /** Scalars of this many double words below the frame pointer, which accesses of all kinds hit. */
    static final int STACK_BYTES = 64;

    /** A spilled pointer. */
    static final int SPILL = -72;

    /** A map key. */
    static final int KEY = -80;

    /** A dynptr. */
    static final int DYNPTR = -96;

    /** A map value, or what is copied from and to a dynptr. */
    static final int BUFFER = -128;

    static final int BUFFER_BYTES = 32;

    /** A clone of the dynptr. */
    static final int CLONE = -144;

    /** Eight double words that the verifier does not know. */
    static final int INPUT = 0;

    /** Where a program leaves its registers and stack. */
    static final int RESULTS = 1;

    static final int ARRAY = 2;

    static final int HASH = 3;

    /** The program itself in slot 0, and nothing in the other. */
    public static final int PROGRAMS = 4;

    static final int PROGRAMS_ENTRIES = 2;

    static final int ARRAY_ENTRIES = 5;

    static final int ARRAY_VALUE_BYTES = 48;

    static final int HASH_VALUE_BYTES = 24;

    public static final List<MapSpec> MAPS = List.of(
            MapSpec.of("input", MapType.ARRAY, 4, 64, 1),
            MapSpec.of("results", MapType.ARRAY, 4, 72 + STACK_BYTES, 1),
            MapSpec.of("array", MapType.ARRAY, 4, ARRAY_VALUE_BYTES, ARRAY_ENTRIES),
            MapSpec.of("hash", MapType.HASH, 4, HASH_VALUE_BYTES, 6),
            MapSpec.of("programs", MapType.PROG_ARRAY, 4, 4, PROGRAMS_ENTRIES));

    /** The maps of which contents are compared. */
    public static final List<String> COMPARED = List.of("input", "results", "array", "hash");

    /** The kfuncs that programs of any type call, by their index among the externs; the constructors are behind them. */
    static final int SLICE = 0;

    static final int SLICE_TO_WRITE = 1;
    static final int SIZE = 2;
    static final int ADJUST = 3;
    static final int IS_READ_ONLY = 4;
    static final int IS_NULL = 5;
    static final int DUPLICATE = 6;
    static final int COPY = 7;
    static final int FILL = 8;
    static final int FROM_PACKET = 9;
    static final int FROM_METADATA = 10;

    private Layout() {}

    /** Takes what a map is to hold. */
    @FunctionalInterface
    public interface Filler {
        void put(String map, byte[] key, byte[] value);
    }

    /** What maps hold before a program's first run. */
    public static void fill(Filler filler) {
        for (int i = 1; i < 5; i += 2) {
            var value = new byte[HASH_VALUE_BYTES];
            Arrays.fill(value, (byte) (0x77 * i));
            filler.put("hash", key(i), value);
        }
    }

    /** What changes before each run. */
    public static void fillInput(byte[] values, Filler filler) {
        filler.put("input", key(0), values);
    }

    private static byte[] key(int number) {
        return new byte[] {(byte) number, 0, 0, 0};
    }

    static List<External> externals(ProgramType type) {
        var names = new ArrayList<>(List.of(
                "bpf_dynptr_slice",
                "bpf_dynptr_slice_rdwr",
                "bpf_dynptr_size",
                "bpf_dynptr_adjust",
                "bpf_dynptr_is_rdonly",
                "bpf_dynptr_is_null",
                "bpf_dynptr_clone",
                "bpf_dynptr_copy",
                "bpf_dynptr_memset"));
        if (type == ProgramType.XDP) {
            names.add("bpf_dynptr_from_xdp");
        } else {
            names.add("bpf_dynptr_from_skb");
            names.add("bpf_dynptr_from_skb_meta");
        }
        return names.stream()
                .map(name -> new External(name, true, false, OptionalInt.empty()))
                .toList();
    }
}
