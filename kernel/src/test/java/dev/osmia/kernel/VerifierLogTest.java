package dev.osmia.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VerifierLogTest {
    private static final VerifierLog PATH = new VerifierLog("""
        func#0 @0
        Live regs before insn:
              0: .1........ (61) r2 = *(u32 *)(r1 +0)
          1   1: .......... (b4) w0 = 2
        0: R1=ctx() R10=fp0
        ; void *data = (void *)(long)ctx->data; @ read.bpf.c:14
        0: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)
        from 0 to 5: R0=scalar() R10=fp0
        mark_precise: frame0: last_idx 4 first_idx 0 subseq_idx -1
        5: (71) r0 = *(u8 *)(r2 +0)
        invalid access to packet, off=0 size=1, R2(id=0,off=0,r=0)
        R2 offset is outside of the packet
        verification time 45 usec
        stack depth 0
        processed 6 insns (limit 1000000) max_states_per_insn 1 total_states 3 peak_states 2 mark_read 0
        """);

    @Test
    void findsTheReason() {
        assertThat(PATH.message()).isEqualTo("R2 offset is outside of the packet");
        assertThat(PATH.end())
                .containsExactly(
                        "invalid access to packet, off=0 size=1, R2(id=0,off=0,r=0)",
                        "R2 offset is outside of the packet");
    }

    @Test
    void findsTheInstruction() {
        assertThat(PATH.instruction()).hasValue(5);
    }

    @Test
    void readsWhatTheVerificationTook() {
        assertThat(PATH.statistics()).contains(new VerifierLog.Statistics(45, 6, 1, 3, 2));
    }

    @Test
    void doesNotTakeTheStatesOfAnEndlessLoopForTheReason() {
        var log = new VerifierLog("""
            0: (05) goto pc-1
            SCC enter (1)
            0: (05) goto pc-1
            infinite loop detected at insn 0
            cur state: R1=ctx() R10=fp0
            old state: R1=ctx() R10=fp0
            verification time 68 usec
            """);

        assertThat(log.message()).isEqualTo("infinite loop detected at insn 0");
        assertThat(log.end()).hasSize(3);
        assertThat(log.statistics()).isEmpty();
    }

    @Test
    void doesNotTakeReportsOfProgressForTheReason() {
        var log = new VerifierLog("""
            Validating doubled() func#2...
            7: (95) exit
            Func#2 ('doubled') is safe for any args that match its prototype
            (0) frame 0 insn 0 +live -8\s
            (0) live stack update done in 2 iterations
            verification time 68 usec
            """);

        assertThat(log.end()).isEmpty();
        assertThat(log.message()).isEmpty();
    }

    @Test
    void doesNotTakeASourceLineForTheReason() {
        var log = new VerifierLog("; *(volatile __u32 *)&ctx->data = 0; @ context_write_refused.bpf.c:9\n"
                + "verification time 23 usec\n");

        assertThat(log.message()).isEmpty();
        assertThat(log.instruction()).isEmpty();
    }

    @Test
    void saysNothingForAnEmptyLog() {
        var log = new VerifierLog("");

        assertThat(log.message()).isEmpty();
        assertThat(log.end()).isEmpty();
        assertThat(log.instruction()).isEmpty();
    }
}
