package dev.osmia.runtime.helper;

import static dev.osmia.runtime.helper.Arguments.ANYTHING;
import static dev.osmia.runtime.helper.Arguments.CTX;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.uapi.Errno;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.memory.Pointer;
import java.util.Set;

/** Helpers that answer from the host model. */
final class HostHelpers {
    private static final Set<ProgramType> XDP = ProgramTypes.setOf(ProgramType.XDP);
    private static final int ETH_HLEN = 14;
    private static final long BPF_MTU_CHK_SEGS = 1;
    private static final int BPF_MTU_CHK_RET_SUCCESS = 0;
    private static final int BPF_MTU_CHK_RET_FRAG_NEEDED = 1;

    private HostHelpers() {}

    static void declare(HelperCatalog.Builder catalog) {
        catalog.helper(163, "bpf_check_mtu")
                .programs(ProgramTypes.union(ProgramTypes.TC, XDP))
                .gplOnly()
                .takes(
                        CTX,
                        ANYTHING,
                        ArgumentContract.fixedMemory(Integer.BYTES, ArgumentFlag.MEM_WRITE, ArgumentFlag.MEM_ALIGNED),
                        ANYTHING,
                        ANYTHING)
                .runs(
                        XDP,
                        (context, ctx, ifindex, length, difference, flags) -> flags != 0
                                ? -Errno.EINVAL
                                : checkMtu(
                                        context, context.packet().ingressIfindex(), ifindex, length, (int) difference),
                        HostHelpers::checkMtuOfSocketBuffer);
    }

    private static long checkMtuOfSocketBuffer(
            ExecutionContext context, long ctx, long ifindex, long length, long difference, long flags) {
        long given = context.region(length).loadWord(Pointer.offset(length));
        boolean segments = (flags & BPF_MTU_CHK_SEGS) != 0;
        if ((flags & ~BPF_MTU_CHK_SEGS) != 0 || (segments && ((int) difference != 0 || given != 0))) {
            return -Errno.EINVAL;
        }
        long result = checkMtu(context, context.packet().ifindex(), ifindex, length, (int) difference);
        // A packet that is to be segmented may be longer: its segments will fit.
        return result == BPF_MTU_CHK_RET_FRAG_NEEDED && context.packet().gsoSize() != 0
                ? BPF_MTU_CHK_RET_SUCCESS
                : result;
    }

    /**
     * Whether a packet fits through an interface.
     *
     * @param current the interface that 0 stands for
     * @param length pointer to 4 bytes: the length to check instead of the packet's, without link-layer header; then the MTU
     */
    private static long checkMtu(ExecutionContext context, int current, long ifindex, long length, int difference) {
        int index = (int) ifindex == 0 ? current : (int) ifindex;
        var target = context.environment().host().networkInterface(index);
        if (target.isEmpty()) {
            return -Errno.ENODEV;
        }
        var region = context.region(length);
        int given = (int) region.loadWord(Pointer.offset(length));
        int checked = (given != 0 ? given + ETH_HLEN : context.packet().length()) + difference;
        region.storeWord(Pointer.offset(length), target.get().mtu());
        return checked <= target.get().mtu() + ETH_HLEN ? BPF_MTU_CHK_RET_SUCCESS : BPF_MTU_CHK_RET_FRAG_NEEDED;
    }
}
