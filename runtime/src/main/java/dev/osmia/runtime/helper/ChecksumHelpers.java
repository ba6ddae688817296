package dev.osmia.runtime.helper;

import static dev.osmia.program.ProgramTypes.LWT;
import static dev.osmia.program.ProgramTypes.TC;
import static dev.osmia.program.ProgramTypes.setOf;
import static dev.osmia.program.ProgramTypes.union;
import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CONST_SIZE_OR_ZERO;
import static dev.osmia.runtime.helper.Arguments.CTX;
import static dev.osmia.runtime.helper.Arguments.MEM_RDONLY_OR_NULL;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.memory.Pointer;
import dev.osmia.runtime.packet.Packet;
import java.util.Set;

/**
 * Helpers that keep checksums right. No packet here carries a checksum of its whole ({@code CHECKSUM_COMPLETE}) or one that the network
 * card has yet to fill in ({@code CHECKSUM_PARTIAL}), as in a test run of the kernel.
 */
final class ChecksumHelpers {
    private static final Set<ProgramType> REPLACERS = union(TC, setOf(ProgramType.LWT_XMIT));
    private static final Set<ProgramType> DIFFERS = union(TC, LWT, setOf(ProgramType.XDP, ProgramType.LWT_SEG6LOCAL));

    private static final int BPF_F_HDR_FIELD_MASK = 0xf;
    private static final int BPF_F_PSEUDO_HDR = 1 << 4;
    private static final int BPF_F_MARK_MANGLED_0 = 1 << 5;
    private static final int BPF_F_MARK_ENFORCE = 1 << 6;
    private static final int BPF_F_IPV6 = 1 << 7;
    private static final int L4_FLAGS =
            BPF_F_HDR_FIELD_MASK | BPF_F_PSEUDO_HDR | BPF_F_MARK_MANGLED_0 | BPF_F_MARK_ENFORCE | BPF_F_IPV6;

    /** {@code CSUM_MANGLED_0}: what a UDP checksum of 0 is sent as. */
    private static final int MANGLED_ZERO = 0xffff;

    private static final int BPF_CSUM_LEVEL_QUERY = 0;
    private static final int BPF_CSUM_LEVEL_INC = 1;
    private static final int BPF_CSUM_LEVEL_DEC = 2;
    private static final int BPF_CSUM_LEVEL_RESET = 3;

    /** {@code SKB_MAX_CSUM_LEVEL}. */
    private static final int MAX_LEVEL = 3;

    private ChecksumHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(10, "bpf_l3_csum_replace")
                .programs(REPLACERS)
                .takes(CTX, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, offset, from, to, flags) ->
                        replace(context.packet(), (int) offset, from, (int) to, flags, BPF_F_HDR_FIELD_MASK));
        catalog.helper(11, "bpf_l4_csum_replace")
                .programs(REPLACERS)
                .takes(CTX, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
                .effects(Effect.CHANGES_PACKET_DATA)
                .runs((context, ctx, offset, from, to, flags) ->
                        replace(context.packet(), (int) offset, from, (int) to, flags, L4_FLAGS));
        catalog.helper(28, "bpf_csum_diff")
                .programs(DIFFERS)
                .takes(MEM_RDONLY_OR_NULL, CONST_SIZE_OR_ZERO, MEM_RDONLY_OR_NULL, CONST_SIZE_OR_ZERO, ANYTHING)
                .effects(Effect.TAKES_PACKET_POINTERS)
                .runs((context, from, fromSize, to, toSize, seed) ->
                        difference(context, from, (int) fromSize, to, (int) toSize, (int) seed));
        catalog.helper(40, "bpf_csum_update")
                .programs(REPLACERS)
                .takes(CTX, ANYTHING)
                .runs((context, ctx, sum, r3, r4, r5) -> -Errno.ENOTSUPP);
        catalog.helper(135, "bpf_csum_level")
                .programs(REPLACERS)
                .takes(CTX, ANYTHING)
                .runs((context, ctx, level, r3, r4, r5) -> level(context.packet(), level));
    }

    /** Replaces a checksum of 16 bits in the packet; the low bits of {@code from} and {@code to} count, as many as the flags say. */
    private static long replace(Packet packet, int offset, long from, int to, long flags, int allowedFlags) {
        if ((flags & ~(long) allowedFlags) != 0) {
            return -Errno.EINVAL;
        }
        boolean outside = Integer.compareUnsigned(offset, 0xffff) > 0 || (offset & 1) != 0;
        if (outside || offset > packet.length() - Short.BYTES) {
            return -Errno.EFAULT;
        }
        packet.makeWritable();
        int index = packet.dataStart() + offset;
        int old = (short) LittleEndian.SHORT_IN_BUFFER.get(packet.data(), index) & 0xffff;
        boolean zeroMeansNone = (flags & BPF_F_MARK_MANGLED_0) != 0;
        if (zeroMeansNone && (flags & BPF_F_MARK_ENFORCE) == 0 && old == 0) {
            return 0;
        }
        int checksum;
        switch ((int) flags & BPF_F_HDR_FIELD_MASK) {
            case 0 -> {
                if (from != 0) {
                    return -Errno.EINVAL;
                }
                checksum = InternetChecksum.replaceByDifference(old, to);
            }
            case 2 -> checksum = InternetChecksum.replaceWord(old, (int) from, to);
            case 4 -> checksum = InternetChecksum.replaceDoubleWord(old, (int) from, to);
            default -> {
                return -Errno.EINVAL;
            }
        }
        if (zeroMeansNone && checksum == 0) {
            checksum = MANGLED_ZERO;
        }
        LittleEndian.SHORT_IN_BUFFER.set(packet.data(), index, (short) checksum);
        return 0;
    }

    private static long difference(ExecutionContext context, long from, int fromSize, long to, int toSize, int seed) {
        if (toSize == 0) {
            int sum = ~InternetChecksum.sum(bytes(context, from, fromSize), fromSize, ~seed);
            return InternetChecksum.fold(fromSize == 0 ? seed : sum);
        }
        int sum = InternetChecksum.sum(bytes(context, to, toSize), toSize, seed);
        return InternetChecksum.fold(
                fromSize == 0
                        ? sum
                        : InternetChecksum.subtract(
                                sum, InternetChecksum.sum(bytes(context, from, fromSize), fromSize, 0)));
    }

    private static byte[] bytes(ExecutionContext context, long pointer, int length) {
        if (length == 0) {
            return context.valueScratch().bytes(0);
        }
        return context.valueScratch().copy(context.region(pointer), Pointer.offset(pointer), length);
    }

    private static long level(Packet packet, long change) {
        int level = packet.checksumLevel();
        switch ((int) Math.min(change & Long.MAX_VALUE, Integer.MAX_VALUE)) {
            case BPF_CSUM_LEVEL_QUERY -> {
                return level == Packet.NO_CHECKSUM ? -Errno.EACCES : level;
            }
            case BPF_CSUM_LEVEL_INC -> packet.checksumLevel(Math.min(level + 1, MAX_LEVEL));
            case BPF_CSUM_LEVEL_DEC -> packet.checksumLevel(Math.max(level - 1, Packet.NO_CHECKSUM));
            case BPF_CSUM_LEVEL_RESET -> packet.checksumLevel(Packet.NO_CHECKSUM);
            default -> {
                return -Errno.EINVAL;
            }
        }
        return 0;
    }
}
