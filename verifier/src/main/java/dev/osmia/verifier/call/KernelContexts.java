package dev.osmia.verifier.call;

import dev.osmia.program.ProgramType;
import dev.osmia.program.btf.BtfType;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.Unsupported;

/** What contexts and numbers are in the kernel, for programs that ask to read them as such. */
final class KernelContexts {
    private KernelContexts() {}

    /** The kernel's struct behind the context of programs of the type ({@code bpf_ctx_convert}). */
    static String of(ProgramType type) {
        return switch (type) {
            case XDP -> "xdp_buff";
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL, SK_SKB ->
                "sk_buff";
            case FLOW_DISSECTOR -> "bpf_flow_dissector";
            case CGROUP_SOCK -> "sock";
            case CGROUP_SOCK_ADDR -> "bpf_sock_addr_kern";
            case SOCK_OPS -> "bpf_sock_ops_kern";
            case SK_MSG -> "sk_msg";
            case KPROBE -> "pt_regs";
            case PERF_EVENT -> "bpf_perf_event_data_kern";
            case SK_LOOKUP -> "bpf_sk_lookup_kern";
            case NETFILTER -> "bpf_nf_ctx";
            default -> throw new Unsupported("the kernel's context of program type " + type.kernelName());
        };
    }

    /** A pointer through which a struct of the kernel, given by its id in the kernel's types, may be read wherever it points to. */
    static RegisterState cast(Path path, long id) {
        var types = path.verification()
                .contracts()
                .kernelTypes()
                .orElseThrow(() -> new Unsupported("the kernel's types, for bpf_rdonly_cast"));
        if (id == 0) {
            int flags = TypeFlag.READ_ONLY.bit() | TypeFlag.UNTRUSTED.bit();
            return RegisterState.pointer(RegisterType.MEMORY, flags, Pointee.Memory.of(0));
        }
        if (!(types.find((int) id).orElse(null) instanceof BtfType.Composite struct)) {
            throw Rejection.of("kfunc bpf_rdonly_cast type ID argument must be of a struct or void");
        }
        return RegisterState.pointer(
                RegisterType.BTF_ID,
                TypeFlag.UNTRUSTED.bit(),
                new Pointee.OfStruct(StructReference.ofKernel(struct.name())));
    }
}
