package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.ProgramType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionNamesTest {
    @ParameterizedTest
    @CsvSource({
        "xdp, XDP, BPF_XDP",
        "xdp/devmap, XDP, BPF_XDP_DEVMAP",
        "xdp.frags/cpumap, XDP, BPF_XDP_CPUMAP",
        "tc, SCHED_CLS, ''",
        "tc/ingress, SCHED_CLS, BPF_TCX_INGRESS",
        "tcx/egress, SCHED_CLS, BPF_TCX_EGRESS",
        "classifier, SCHED_CLS, ''",
        "action, SCHED_ACT, ''",
        "netkit/primary, SCHED_CLS, BPF_NETKIT_PRIMARY",
        "socket, SOCKET_FILTER, ''",
        "cgroup_skb/egress, CGROUP_SKB, BPF_CGROUP_INET_EGRESS",
        "cgroup/skb, CGROUP_SKB, ''",
        "cgroup/connect6, CGROUP_SOCK_ADDR, BPF_CGROUP_INET6_CONNECT",
        "lwt_seg6local, LWT_SEG6LOCAL, ''",
        "flow_dissector, FLOW_DISSECTOR, BPF_FLOW_DISSECTOR",
        "sk_skb/stream_parser, SK_SKB, BPF_SK_SKB_STREAM_PARSER",
        "raw_tp/sys_enter, RAW_TRACEPOINT, ''",
        "tp/syscalls/sys_enter_read, TRACEPOINT, ''",
        "kprobe/do_unlinkat, KPROBE, ''",
        "kprobe, KPROBE, ''",
        "perf_event, PERF_EVENT, ''",
        "fentry/do_unlinkat, TRACING, BPF_TRACE_FENTRY",
        "lsm/file_open, LSM, BPF_LSM_MAC",
        "struct_ops/init, STRUCT_OPS, ''",
    })
    void tellTypeAndAttachType(String section, ProgramType type, String attachType) {
        assertThat(SectionNames.find(section))
                .contains(new SectionName(type, attachType, false, section.contains(".frags"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fentry.s/do_unlinkat",
                "lsm.s/bpf",
                "iter.s/task",
                "uprobe.multi.s/libc",
                "struct_ops.s/x",
                "syscall"
            })
    void tellWhatMaySleep(String section) {
        assertThat(SectionNames.find(section))
                .get()
                .extracting(SectionName::sleepable)
                .isEqualTo(true);
    }

    @Test
    void tellWhatIsNotLoadedByItself() {
        assertThat(SectionNames.find("?xdp"))
                .contains(new SectionName(ProgramType.XDP, "BPF_XDP", false, false, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?", "xdp_first", "xdp/first", "xdp.s", "tc.s", "kprobe.s/x", "socket1", ".text", "kprobes"})
    void saysNothingOfOtherNames(String section) {
        assertThat(SectionNames.find(section)).isEmpty();
    }
}
