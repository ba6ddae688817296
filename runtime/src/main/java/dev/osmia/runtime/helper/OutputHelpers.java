package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
import static dev.osmia.program.ProgramTypes.without;
import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_MAP_PTR;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.ProgramMemory;
import dev.osmia.runtime.map.PerfEventArrayMap;
import java.util.Set;

/** Helpers that send samples to user space. */
final class OutputHelpers {
    private static final long BPF_F_INDEX_MASK = 0xffff_ffffL;
    private static final long BPF_F_CURRENT_CPU = BPF_F_INDEX_MASK;
    private static final long BPF_F_CTXLEN_MASK = 0xf_ffffL << 32;

    private static final Set<ProgramType> WITH_PACKET =
            union(without(ProgramTypes.SOCKET_BUFFER, ProgramType.FLOW_DISSECTOR), setOf(ProgramType.XDP));

    private static final Set<ProgramType> ALL =
            without(ProgramTypes.ALL, ProgramType.SK_REUSEPORT, ProgramType.FLOW_DISSECTOR, ProgramType.NETFILTER);

    private OutputHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(25, "bpf_perf_event_output")
                .programs(ALL)
                .gplOnly()
                .takes(CTX, CONST_MAP_PTR, ANYTHING, MEM_RDONLY, CONST_SIZE_OR_ZERO)
                .runs(
                        WITH_PACKET,
                        (context, ctx, map, flags, data, size) -> outputWithPacket(context, map, flags, data, size),
                        (context, ctx, map, flags, data, size) -> (flags & ~BPF_F_INDEX_MASK) != 0
                                ? -Errno.EINVAL
                                : output(context, map, flags, data, (int) size, 0));
    }

    /** The sample's bytes, and behind them so many of the packet's as the flags ask for. */
    private static long outputWithPacket(ExecutionContext context, long map, long flags, long data, long size) {
        if ((flags & ~(BPF_F_CTXLEN_MASK | BPF_F_INDEX_MASK)) != 0) {
            return -Errno.EINVAL;
        }
        int packetBytes = (int) ((flags & BPF_F_CTXLEN_MASK) >>> 32);
        if (packetBytes > context.packet().length()) {
            return -Errno.EFAULT;
        }
        return output(context, map, flags, data, (int) size, packetBytes);
    }

    private static long output(ExecutionContext context, long map, long flags, long data, int size, int packetBytes) {
        var events = (PerfEventArrayMap) context.environment().map(map);
        long asked = flags & BPF_F_INDEX_MASK;
        long index = asked == BPF_F_CURRENT_CPU ? context.cpu() : asked;
        if (index >= Integer.toUnsignedLong(events.spec().maxEntries())) {
            return -Errno.E2BIG;
        }
        var consumer = events.consumer();
        if (consumer == null) {
            return -Errno.ENOENT;
        }
        if (index != context.cpu()) {
            return -Errno.EOPNOTSUPP;
        }
        var sample = context.sampleBuffer(size + packetBytes);
        if (size > 0) {
            ProgramMemory.read(context, data, sample, 0, size);
        }
        if (packetBytes > 0) {
            sample.put(size, context.packet().data(), context.packet().dataStart(), packetBytes);
        }
        consumer.accept(context.cpu(), sample);
        return 0;
    }
}
