package dev.osmia.verifier;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.contract.ContextContract;
import dev.osmia.program.contract.ContextField;
import dev.osmia.program.contract.ContextField.Access;
import dev.osmia.program.contract.ContextField.Kind;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncArgument.Flag;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.contract.ReturnContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the programs of the verifier's tests call and read. Helpers stand in {@code helpers.txt}, a line each: number, name, program
 * types, result, arguments, effects.
 */
public final class TestContracts implements Contracts {
    private static final Set<ProgramType> TC_AND_TUNNELS = ProgramTypes.union(ProgramTypes.TC, ProgramTypes.LWT);
    private static final Set<ProgramType> XDP = ProgramTypes.setOf(ProgramType.XDP);
    private static final Set<ProgramType> NOBODY = Set.of();

    private final Map<Integer, HelperContract> helpers = new LinkedHashMap<>();
    private final Map<String, KfuncContract> kfuncs = new LinkedHashMap<>();

    private TestContracts() {}

    /** All of them. */
    public static TestContracts all() {
        var contracts = new TestContracts();
        contracts.readHelpers();
        contracts.declareKfuncs();
        return contracts;
    }

    private void readHelpers() {
        try (var stream = TestContracts.class.getResourceAsStream("helpers.txt")) {
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.isBlank()).forEach(this::readHelper);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readHelper(String line) {
        var parts = line.split(" ");
        int id = Integer.parseInt(parts[0]);
        var arguments = new ArrayList<ArgumentContract>();
        if (!parts[4].equals("-")) {
            for (String argument : parts[4].split(",")) {
                arguments.add(argument(argument));
            }
        }
        var effects = EnumSet.noneOf(Effect.class);
        boolean gplOnly = false;
        if (parts.length > 5) {
            for (String effect : parts[5].split(",")) {
                if (effect.equals("gpl")) {
                    gplOnly = true;
                } else {
                    effects.add(effect(effect));
                }
            }
        }
        helpers.put(
                id,
                new HelperContract(
                        id, "bpf_" + parts[1], programs(parts[2]), gplOnly, result(parts[3]), arguments, effects));
    }

    private static Effect effect(String name) {
        return switch (name) {
            case "changes" -> Effect.CHANGES_PACKET_DATA;
            case "acquires" -> Effect.ACQUIRES_REFERENCE;
            case "sleeps" -> Effect.MIGHT_SLEEP;
            case "calls" -> Effect.CALLS_BACK;
            case "calls_later" -> Effect.CALLS_BACK_LATER;
            case "packet" -> Effect.TAKES_PACKET_POINTERS;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Set<ProgramType> programs(String name) {
        return switch (name) {
            case "ALL" -> ProgramTypes.ALL;
            case "TC" -> ProgramTypes.TC;
            case "XDP" -> XDP;
            case "TCX" -> TC_AND_TUNNELS;
            case "TCXCG" -> ProgramTypes.union(TC_AND_TUNNELS, ProgramTypes.setOf(ProgramType.CGROUP_SKB));
            case "TCXDP" -> ProgramTypes.union(ProgramTypes.TC, XDP);
            case "TCXXDP" -> ProgramTypes.union(TC_AND_TUNNELS, XDP);
            case "SKB" -> ProgramTypes.SOCKET_BUFFER;
            case "SK_SKB" -> ProgramTypes.setOf(ProgramType.SK_SKB);
            case "LWT" -> ProgramTypes.LWT;
            case "CGROUP_SKB" -> ProgramTypes.setOf(ProgramType.CGROUP_SKB);
            case "TRACE" -> ProgramTypes.TRACING;
            case "TRACESYS" -> ProgramTypes.union(ProgramTypes.TRACING, ProgramTypes.setOf(ProgramType.SYSCALL));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ReturnContract result(String name) {
        boolean maybeNull = name.endsWith("?");
        var kind = switch (name.replace("?", "")) {
            case "int" -> ReturnContract.Kind.INTEGER;
            case "void" -> ReturnContract.Kind.VOID;
            case "value" -> ReturnContract.Kind.MAP_VALUE;
            case "sock" -> ReturnContract.Kind.SOCKET;
            case "tcpsock" -> ReturnContract.Kind.TCP_SOCK;
            case "sockc" -> ReturnContract.Kind.SOCK_COMMON;
            case "ringbuf" -> ReturnContract.Kind.RINGBUF_MEM;
            case "dynmem" -> ReturnContract.Kind.DYNPTR_MEM;
            default -> throw new IllegalArgumentException(name);
        };
        return new ReturnContract(kind, maybeNull, "");
    }

    private static ArgumentContract argument(String text) {
        var flags = EnumSet.noneOf(ArgumentFlag.class);
        String name = text;
        if (name.endsWith("?")) {
            flags.add(ArgumentFlag.MAYBE_NULL);
        }
        if (name.endsWith("-")) {
            flags.add(ArgumentFlag.OBJ_RELEASE);
        }
        name = name.replaceAll("[?-]$", "");
        if (name.startsWith("umem") || name.equals("uvalue")) {
            flags.add(ArgumentFlag.MEM_UNINIT);
            flags.add(ArgumentFlag.MEM_WRITE);
        }
        switch (name) {
            case "mem" -> flags.add(ArgumentFlag.MEM_RDONLY);
            case "wmem" -> flags.add(ArgumentFlag.MEM_WRITE);
            case "dynptr" -> flags.add(ArgumentFlag.MEM_RDONLY);
            case "dynptr_ringbuf" -> flags.add(ArgumentFlag.DYNPTR_RINGBUF);
            case "udynptr_ringbuf" -> {
                flags.add(ArgumentFlag.DYNPTR_RINGBUF);
                flags.add(ArgumentFlag.MEM_UNINIT);
            }
            case "udynptr_local" -> {
                flags.add(ArgumentFlag.DYNPTR_LOCAL);
                flags.add(ArgumentFlag.MEM_UNINIT);
            }
            case "fix4" -> {
                flags.add(ArgumentFlag.MEM_FIXED_SIZE);
                flags.add(ArgumentFlag.MEM_WRITE);
                flags.add(ArgumentFlag.MEM_ALIGNED);
            }
            default -> {}
        }
        return new ArgumentContract(kind(name), flags, name.equals("fix4") ? 4 : 0, "");
    }

    private static ArgumentKind kind(String name) {
        return switch (name) {
            case "any" -> ArgumentKind.ANYTHING;
            case "map" -> ArgumentKind.CONST_MAP_PTR;
            case "key" -> ArgumentKind.MAP_KEY;
            case "value", "uvalue" -> ArgumentKind.MAP_VALUE;
            case "mem", "umem", "wmem", "fix4" -> ArgumentKind.MEM;
            case "size" -> ArgumentKind.CONST_SIZE;
            case "size0" -> ArgumentKind.CONST_SIZE_OR_ZERO;
            case "asize" -> ArgumentKind.CONST_ALLOC_SIZE_OR_ZERO;
            case "ctx" -> ArgumentKind.CTX;
            case "lock" -> ArgumentKind.SPIN_LOCK;
            case "sockc" -> ArgumentKind.SOCK_COMMON;
            case "bsock" -> ArgumentKind.BTF_ID_SOCK_COMMON;
            case "ringbuf" -> ArgumentKind.RINGBUF_MEM;
            case "func" -> ArgumentKind.FUNC;
            case "stack" -> ArgumentKind.STACK;
            case "str" -> ArgumentKind.CONST_STR;
            case "timer" -> ArgumentKind.TIMER;
            case "dynptr", "dynptr_ringbuf", "udynptr_ringbuf", "udynptr_local" -> ArgumentKind.DYNPTR;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void kfunc(
            String name,
            Set<ProgramType> programs,
            Set<KfuncContract.Flag> flags,
            KfuncContract.Returns returns,
            KfuncArgument... arguments) {
        kfuncs.put(name, new KfuncContract(name, programs, flags, returns, List.of(arguments), Set.of()));
    }

    private static KfuncArgument dynptr(Flag... flags) {
        return KfuncArgument.of("ptr", KfuncArgument.Kind.DYNPTR, "bpf_dynptr", 16, flags);
    }

    private static KfuncArgument number(String name) {
        return KfuncArgument.of(name, KfuncArgument.Kind.SCALAR);
    }

    private void declareKfuncs() {
        var context = KfuncArgument.of("ctx", KfuncArgument.Kind.CONTEXT);
        var skb = ProgramTypes.without(ProgramTypes.SOCKET_BUFFER, ProgramType.FLOW_DISSECTOR);
        Set<KfuncContract.Flag> none = Set.of();
        var trusted = Set.of(KfuncContract.Flag.TRUSTED_ARGS);
        var made = dynptr(Flag.UNINITIALISED);
        kfunc("bpf_dynptr_from_skb", skb, trusted, KfuncContract.Returns.INT, context, number("flags"), made);
        kfunc("bpf_dynptr_from_xdp", XDP, none, KfuncContract.Returns.INT, context, number("flags"), made);
        kfunc(
                "bpf_dynptr_from_skb_meta",
                ProgramTypes.TC,
                trusted,
                KfuncContract.Returns.INT,
                context,
                number("flags"),
                made);
        var nullable = Set.of(KfuncContract.Flag.RET_NULL);
        var slice = new KfuncContract.Returns(KfuncContract.Returns.Kind.DYNPTR_SLICE, "void", 0);
        var buffer = KfuncArgument.of("buffer", KfuncArgument.Kind.SIZED_MEMORY, Flag.NULLABLE);
        var size = KfuncArgument.of("buffer", KfuncArgument.Kind.MEMORY_SIZE, Flag.CONSTANT);
        for (String name : List.of("bpf_dynptr_slice", "bpf_dynptr_slice_rdwr")) {
            kfunc(name, ProgramTypes.ALL, nullable, slice, dynptr(), number("offset"), buffer, size);
        }
        var all = ProgramTypes.ALL;
        kfunc("bpf_dynptr_adjust", all, none, KfuncContract.Returns.INT, dynptr(), number("start"), number("end"));
        kfunc("bpf_dynptr_is_null", all, none, KfuncContract.Returns.BOOL, dynptr());
        kfunc("bpf_dynptr_is_rdonly", all, none, KfuncContract.Returns.BOOL, dynptr());
        kfunc("bpf_dynptr_size", all, none, KfuncContract.Returns.U32, dynptr());
        kfunc("bpf_dynptr_clone", all, none, KfuncContract.Returns.INT, dynptr(), made);
        kfunc(
                "bpf_dynptr_copy",
                all,
                none,
                KfuncContract.Returns.INT,
                dynptr(),
                number("dst_off"),
                dynptr(),
                number("src_off"),
                number("size"));
        kfunc(
                "bpf_dynptr_memset",
                all,
                none,
                KfuncContract.Returns.INT,
                dynptr(),
                number("offset"),
                number("size"),
                number("val"));
        var iterator = KfuncArgument.of("it", KfuncArgument.Kind.ITERATOR, "bpf_iter_num", 8);
        kfunc(
                "bpf_iter_num_new",
                all,
                Set.of(KfuncContract.Flag.ITER_NEW),
                KfuncContract.Returns.INT,
                iterator,
                number("start"),
                number("end"));
        kfunc(
                "bpf_iter_num_next",
                all,
                Set.of(KfuncContract.Flag.ITER_NEXT, KfuncContract.Flag.RET_NULL),
                new KfuncContract.Returns(KfuncContract.Returns.Kind.MEMORY, "int", 4),
                iterator);
        kfunc(
                "bpf_iter_num_destroy",
                all,
                Set.of(KfuncContract.Flag.ITER_DESTROY),
                KfuncContract.Returns.NOTHING,
                iterator);
        for (String name :
                List.of("bpf_rcu_read_lock", "bpf_rcu_read_unlock", "bpf_preempt_disable", "bpf_preempt_enable")) {
            kfunc(name, all, none, KfuncContract.Returns.NOTHING);
        }
    }

    @Override
    public Optional<HelperContract> helper(int id) {
        return Optional.ofNullable(helpers.get(id));
    }

    @Override
    public Optional<KfuncContract> kfunc(String name) {
        return Optional.ofNullable(kfuncs.get(name));
    }

    @Override
    public Optional<ContextContract> context(ProgramType type) {
        if (type == ProgramType.XDP) {
            return Optional.of(xdp());
        }
        return ProgramTypes.SOCKET_BUFFER.contains(type) ? Optional.of(socketBuffer()) : Optional.empty();
    }

    private static ContextField field(
            String name, int offset, int size, Kind kind, Set<ProgramType> writers, Access access) {
        return new ContextField(name, offset, size, kind, ProgramTypes.ALL, writers, access);
    }

    private static ContextContract xdp() {
        var fields = new ArrayList<ContextField>();
        fields.add(field("data", 0, 4, Kind.PACKET, NOBODY, Access.EXACT));
        fields.add(field("data_end", 4, 4, Kind.PACKET_END, NOBODY, Access.EXACT));
        fields.add(field("data_meta", 8, 4, Kind.PACKET_META, NOBODY, Access.EXACT));
        fields.add(field("ingress_ifindex", 12, 4, Kind.SCALAR, NOBODY, Access.EXACT));
        fields.add(field("rx_queue_index", 16, 4, Kind.SCALAR, NOBODY, Access.EXACT));
        return new ContextContract("xdp_md", 24, fields);
    }

    private static ContextContract socketBuffer() {
        var fields = new ArrayList<ContextField>();
        var tc = ProgramTypes.TC;
        var packets = ProgramTypes.without(ProgramTypes.SOCKET_BUFFER, ProgramType.SOCKET_FILTER);
        var plain = ProgramTypes.without(ProgramTypes.SOCKET_BUFFER, ProgramType.FLOW_DISSECTOR);
        var marking = ProgramTypes.union(tc, ProgramTypes.LWT, ProgramTypes.setOf(ProgramType.CGROUP_SKB));
        String[] names = {
            "len",
            "pkt_type",
            "mark",
            "queue_mapping",
            "protocol",
            "vlan_present",
            "vlan_tci",
            "vlan_proto",
            "priority",
            "ingress_ifindex",
            "ifindex",
            "tc_index"
        };
        for (int i = 0; i < names.length; i++) {
            var writers = switch (names[i]) {
                case "mark" -> marking;
                case "priority" -> ProgramTypes.union(marking, ProgramTypes.setOf(ProgramType.SK_SKB));
                case "queue_mapping" -> tc;
                case "tc_index" -> ProgramTypes.union(tc, ProgramTypes.setOf(ProgramType.SK_SKB));
                default -> NOBODY;
            };
            var readers = names[i].equals("mark") ? ProgramTypes.without(plain, ProgramType.SK_SKB) : plain;
            fields.add(new ContextField(names[i], 4 * i, 4, Kind.SCALAR, readers, writers, Access.NARROW_LOADS));
        }
        var scratch = ProgramTypes.without(plain, ProgramType.SK_SKB);
        fields.add(new ContextField("cb", 48, 20, Kind.SCALAR, plain, scratch, Access.ANY_WIDTH));
        fields.add(new ContextField("hash", 68, 4, Kind.SCALAR, plain, NOBODY, Access.NARROW_LOADS));
        fields.add(new ContextField("tc_classid", 72, 4, Kind.SCALAR, tc, tc, Access.NARROW_LOADS));
        fields.add(new ContextField("data", 76, 4, Kind.PACKET, packets, NOBODY, Access.EXACT));
        fields.add(new ContextField("data_end", 80, 4, Kind.PACKET_END, packets, NOBODY, Access.EXACT));
        fields.add(new ContextField("napi_id", 84, 4, Kind.SCALAR, plain, NOBODY, Access.NARROW_LOADS));
        var sockets = ProgramTypes.setOf(ProgramType.SK_SKB, ProgramType.CGROUP_SKB);
        for (int i = 0; i < 3; i++) {
            fields.add(new ContextField(
                    "address" + i,
                    88 + 4 * i,
                    4,
                    Kind.SCALAR,
                    sockets,
                    NOBODY,
                    i == 0 ? Access.NARROW_LOADS : Access.EXACT));
        }
        for (int i = 0; i < 8; i++) {
            fields.add(new ContextField("ip6" + i, 100 + 4 * i, 4, Kind.SCALAR, sockets, NOBODY, Access.EXACT));
        }
        fields.add(new ContextField("remote_port", 132, 4, Kind.SCALAR, sockets, NOBODY, Access.NARROW_LOADS));
        fields.add(new ContextField("local_port", 136, 4, Kind.SCALAR, sockets, NOBODY, Access.NARROW_LOADS));
        fields.add(new ContextField("data_meta", 140, 4, Kind.PACKET_META, tc, NOBODY, Access.EXACT));
        fields.add(new ContextField(
                "flow_keys",
                144,
                8,
                Kind.FLOW_KEYS,
                ProgramTypes.setOf(ProgramType.FLOW_DISSECTOR),
                NOBODY,
                Access.EXACT));
        var timed = ProgramTypes.union(tc, ProgramTypes.setOf(ProgramType.CGROUP_SKB));
        fields.add(new ContextField("tstamp", 152, 8, Kind.SCALAR, timed, timed, Access.EXACT));
        fields.add(new ContextField("wire_len", 160, 4, Kind.SCALAR, tc, NOBODY, Access.NARROW_LOADS));
        fields.add(new ContextField("gso_segs", 164, 4, Kind.SCALAR, plain, NOBODY, Access.NARROW_LOADS));
        fields.add(new ContextField("sk", 168, 8, Kind.SOCK_COMMON_OR_NULL, plain, NOBODY, Access.EXACT));
        fields.add(new ContextField("gso_size", 176, 4, Kind.SCALAR, plain, NOBODY, Access.NARROW_LOADS));
        fields.add(new ContextField("tstamp_type", 180, 1, Kind.SCALAR, tc, NOBODY, Access.EXACT));
        fields.add(new ContextField("hwtstamp", 184, 8, Kind.SCALAR, timed, NOBODY, Access.EXACT));
        return new ContextContract("__sk_buff", 192, fields);
    }

    @Override
    public Collection<HelperContract> helpers() {
        return helpers.values();
    }

    @Override
    public Collection<KfuncContract> kfuncs() {
        return kfuncs.values();
    }
}
