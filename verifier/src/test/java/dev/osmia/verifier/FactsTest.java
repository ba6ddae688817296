package dev.osmia.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.VerdictTable;
import dev.osmia.verifier.fact.AccessFact;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.BranchFact;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.fact.Facts;
import dev.osmia.verifier.fact.MemoryTarget;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is proved holds on every path, also on those that end early because an earlier one looked like them. */
class FactsTest {
    private static final ArgumentFact ON_STACK = new ArgumentFact.Memory(new MemoryTarget.Stack(0));

    private static VerifiedProgram verify(String text) {
        var row = VerdictTable.read(text + "accept\n").get(0);
        var verdict = Verifier.of(TestContracts.all()).verify(TablePrograms.of(row));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).verified();
    }

    private static Facts facts(String text) {
        return verify(text).facts();
    }

    private static List<ArgumentFact> arguments(Facts facts, int slot) {
        return facts.call(slot).orElseThrow().arguments();
    }

    @Test
    void joinsConstantsOfAPathThatIsPruned() {
        var program = verify("""
                type xdp
                    r6 = r1
                    r7 = *(u32 *)(r1 +12)
                    if r7 > 0x5 goto other
                    call bpf_get_prandom_u32#7
                    call bpf_get_prandom_u32#7
                    call bpf_get_prandom_u32#7
                    r2 = 4
                    goto join
                other:
                    r2 = 8
                join:
                    r1 = r6
                    call bpf_xdp_adjust_head#44
                    r0 = 2
                    exit
                """);
        assertThat(program.statistics().processed())
                .as("the second path ends at the join")
                .isEqualTo(14);
        assertThat(arguments(program.facts(), 10))
                .containsExactly(new ArgumentFact.Context(), new ArgumentFact.Unknown());
    }

    @Test
    void knowsConstantsThatNothingReliesOn() {
        var facts = facts("""
                type xdp
                    r2 = 4
                    r2 += -8
                    call bpf_xdp_adjust_head#44
                    r0 = 2
                    exit
                """);
        assertThat(arguments(facts, 2)).containsExactly(new ArgumentFact.Context(), new ArgumentFact.Constant(-4));
    }

    @Test
    void joinsSizesThatDiffer() {
        var facts = facts("""
                    r6 = r1
                    r7 = *(u32 *)(r1 +0)
                    r4 = 8
                    if r7 > 0x5 goto join
                    r4 = 4
                join:
                    r1 = r6
                    r2 = 0
                    r3 = r10
                    r3 += -8
                    call bpf_skb_load_bytes#26
                    r0 = 0
                    exit
                """);
        assertThat(arguments(facts, 9))
                .containsExactly(
                        new ArgumentFact.Context(),
                        new ArgumentFact.Constant(0),
                        new ArgumentFact.StackAddress(0, -8),
                        new ArgumentFact.Unknown());
    }

    @Test
    void joinsAddressesThatDiffer() {
        var facts = facts("""
                    r7 = *(u32 *)(r1 +0)
                    r3 = r10
                    r3 += -8
                    if r7 > 0x5 goto join
                    r3 = r10
                    r3 += -16
                join:
                    *(u64 *)(r3 +0) = 7
                    r2 = 0
                    r4 = 8
                    call bpf_skb_load_bytes#26
                    r0 = 0
                    exit
                """);
        assertThat(arguments(facts, 9)).element(2).isEqualTo(ON_STACK);
        assertThat(facts.access(6)).contains(new AccessFact(Set.of(new MemoryTarget.Stack(0)), OptionalInt.empty()));
    }

    @Test
    void namesWhatAccessesTouch() {
        var facts = facts("""
                type xdp
                map flows hash 4 8 16
                    r2 = *(u32 *)(r1 +0)
                    r3 = *(u32 *)(r1 +4)
                    r4 = r2
                    r4 += 4
                    if r4 > r3 goto out
                    r5 = *(u32 *)(r2 +0)
                    *(u32 *)(r10 -4) = r5
                    r1 = map[flows]
                    r2 = r10
                    r2 += -4
                    call bpf_map_lookup_elem#1
                    if r0 == 0x0 goto out
                    r1 = 1
                    lock *(u64 *)(r0 +0) += r1
                out:
                    r0 = 2
                    exit
                """);
        assertThat(facts.access(1)).contains(new AccessFact(Set.of(new MemoryTarget.Context()), OptionalInt.of(4)));
        assertThat(facts.access(5)).contains(new AccessFact(Set.of(new MemoryTarget.Packet()), OptionalInt.empty()));
        assertThat(facts.access(6)).contains(new AccessFact(Set.of(new MemoryTarget.Stack(0)), OptionalInt.of(-4)));
        assertThat(arguments(facts, 11)).containsExactly(new ArgumentFact.Map(0), new ArgumentFact.StackAddress(0, -4));
        assertThat(facts.access(14))
                .contains(new AccessFact(Set.of(new MemoryTarget.MapValue(0)), OptionalInt.empty()));
    }

    @Test
    void unitesTheMapsOfTwoPaths() {
        var facts = facts("""
                map one hash 4 8 16
                map two hash 4 8 16
                    r7 = *(u32 *)(r1 +0)
                    *(u32 *)(r10 -4) = 0
                    r1 = map[one]
                    if r7 > 0x5 goto join
                    r1 = map[two]
                join:
                    r2 = r10
                    r2 += -4
                    call bpf_map_lookup_elem#1
                    if r0 == 0x0 goto out
                    r0 = *(u64 *)(r0 +0)
                out:
                    r0 = 0
                    exit
                """);
        assertThat(arguments(facts, 9)).first().isEqualTo(new ArgumentFact.Unknown());
        assertThat(facts.access(11).orElseThrow().targets())
                .containsExactlyInAnyOrder(new MemoryTarget.MapValue(0), new MemoryTarget.MapValue(1));
    }

    @Test
    void namesDynptrsAndTheirSlices() {
        var facts = facts("""
                    r2 = 0
                    r3 = r10
                    r3 += -16
                    call bpf_dynptr_from_skb_meta
                    r1 = r10
                    r1 += -16
                    r2 = 0
                    r3 = 0
                    r4 = 8
                    call bpf_dynptr_slice
                    if r0 == 0x0 goto out
                    r0 = *(u64 *)(r0 +0)
                out:
                    r0 = 0
                    exit
                """);
        var dynptr = new ArgumentFact.Dynptr(DynptrType.SKB_META, 0, -16);
        assertThat(arguments(facts, 3))
                .containsExactly(new ArgumentFact.Context(), new ArgumentFact.Constant(0), dynptr);
        assertThat(arguments(facts, 9))
                .containsExactly(
                        dynptr,
                        new ArgumentFact.Constant(0),
                        new ArgumentFact.Constant(0),
                        new ArgumentFact.Constant(8));
        assertThat(facts.access(11).orElseThrow().targets())
                .containsExactly(new MemoryTarget.DynptrSlice(DynptrType.SKB_META));
    }

    @Test
    void doesNotNameADynptrThatDiffersByPath() {
        var facts = facts("""
                    r6 = r1
                    r7 = *(u32 *)(r6 +0)
                    r2 = 0
                    r3 = r10
                    r3 += -16
                    if r7 > 0x5 goto other
                    call bpf_dynptr_from_skb_meta
                    goto join
                other:
                    call bpf_dynptr_from_skb
                join:
                    r1 = r10
                    r1 += -16
                    call bpf_dynptr_size
                    r0 = 0
                    exit
                """);
        assertThat(arguments(facts, 11)).containsExactly(ON_STACK);
    }

    @Test
    void seesTheCallersStackFromASubprogram() {
        var facts = facts("""
                    r1 = r10
                    r1 += -8
                    call set
                    r0 = *(u64 *)(r10 -8)
                    exit
                set:
                    *(u64 *)(r1 +0) = 7
                    r0 = 0
                    exit
                """);
        assertThat(facts.access(5)).contains(new AccessFact(Set.of(new MemoryTarget.Stack(1)), OptionalInt.of(-8)));
    }

    @Test
    void tellsWhichWaysBranchesGo() {
        var facts = facts("""
                    r6 = 5
                    r7 = *(u32 *)(r1 +0)
                    if r6 > 0x3 goto taken
                    r0 = 1
                    exit
                taken:
                    if r6 > 0x7 goto never
                    if r7 > 0x7 goto never
                    r0 = 0
                    exit
                never:
                    r0 = 2
                    exit
                """);
        assertThat(facts.branch(2)).contains(BranchFact.ALWAYS_TAKEN);
        assertThat(facts.branch(5)).contains(BranchFact.NEVER_TAKEN);
        assertThat(facts.branch(6)).contains(BranchFact.BOTH);
        assertThat(facts.reached(3)).isFalse();
    }

    @Test
    void knowsBothWaysOfABranchThatTwoPathsDecideDifferently() {
        var facts = facts("""
                    r7 = *(u32 *)(r1 +0)
                    r6 = 1
                    if r7 > 0x5 goto join
                    r6 = 2
                join:
                    r8 = r7
                    if r6 == 0x1 goto one
                    r0 = 0
                    exit
                one:
                    r0 = 1
                    exit
                """);
        assertThat(facts.branch(5)).contains(BranchFact.BOTH);
    }

    @Test
    void knowsBothWaysOfABranchInALoop() {
        var facts = facts("""
                    r6 = 0
                again:
                    r6 += 1
                    if r6 != 0xa goto again
                    r0 = 0
                    exit
                """);
        assertThat(facts.branch(2)).contains(BranchFact.BOTH);
    }
}
