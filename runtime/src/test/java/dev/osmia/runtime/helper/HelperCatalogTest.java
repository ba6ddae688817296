package dev.osmia.runtime.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.ProgramType;
import dev.osmia.program.contract.Effect;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HelperCatalogTest {
    /** Program types of which a load without more context tells nothing, so that the record leaves them out. */
    private static final Set<ProgramType> NOT_RECORDED = EnumSet.of(
            ProgramType.TRACING, ProgramType.STRUCT_OPS, ProgramType.EXT, ProgramType.LSM, ProgramType.LIRC_MODE2);

    private final HelperCatalog catalog = HelperCatalog.standard();

    /**
     * What a kernel said of each helper.
     *
     * @param types the program types that may call it
     */
    record Availability(int id, String name, boolean gplOnly, Set<ProgramType> types) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Availability> recorded() throws IOException {
        return Files.lines(Checkout.file("runtime/src/test/resources/recorded/helper-availability.txt"))
                .filter(line -> !line.startsWith("#"))
                .map(line -> {
                    var fields = line.split(" ");
                    var types = EnumSet.noneOf(ProgramType.class);
                    for (var type : fields[3].split(",")) {
                        types.add(ProgramType.valueOf(type));
                    }
                    return new Availability(Integer.parseInt(fields[0]), fields[1], fields[2].equals("gpl"), types);
                });
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void letsThoseCallAHelperWhomTheKernelLets(Availability availability) {
        var contract = catalog.helper(availability.id()).orElseThrow();
        var types = EnumSet.copyOf(contract.programTypes());
        types.removeAll(NOT_RECORDED);
        if (availability.name().equals("bpf_xdp_get_buff_len")) {
            // Programs run as a system call get a function of this number, too, but another, over a struct xdp_buff.
            types.add(ProgramType.SYSCALL);
        }
        assertThat(contract.name()).isEqualTo(availability.name());
        assertThat(contract.gplOnly()).as("GPL only").isEqualTo(availability.gplOnly());
        assertThat(types).isEqualTo(availability.types());
    }

    @Test
    void declaresHelpersOfLaterFunctionsUnderTheirOwnNumber() {
        assertThat(catalog.helpers())
                .allSatisfy(
                        contract -> assertThat(catalog.helper(contract.id())).contains(contract));
        assertThat(catalog.kfuncs())
                .allSatisfy(
                        contract -> assertThat(catalog.kfunc(contract.name())).contains(contract));
    }

    @Test
    void knowsNothingOfNumbersAndNamesThatTheKernelDoesNotHave() {
        assertThat(catalog.helper(0)).isEmpty();
        assertThat(catalog.helper(212)).isEmpty();
        assertThat(catalog.kfunc("bpf_nothing")).isEmpty();
        assertThat(catalog.helperFunction(212, ProgramType.XDP)).isEmpty();
    }

    /** {@code bpf_helper_changes_pkt_data} of the kernel. */
    @Test
    void namesTheHelpersThatMovePacketData() {
        var names = new TreeSet<String>();
        for (var contract : catalog.helpers()) {
            if (contract.has(Effect.CHANGES_PACKET_DATA)) {
                names.add(contract.name());
            }
        }
        assertThat(names)
                .containsExactly(
                        "bpf_clone_redirect",
                        "bpf_l3_csum_replace",
                        "bpf_l4_csum_replace",
                        "bpf_lwt_push_encap",
                        "bpf_lwt_seg6_action",
                        "bpf_lwt_seg6_adjust_srh",
                        "bpf_lwt_seg6_store_bytes",
                        "bpf_msg_pop_data",
                        "bpf_msg_pull_data",
                        "bpf_msg_push_data",
                        "bpf_skb_adjust_room",
                        "bpf_skb_change_head",
                        "bpf_skb_change_proto",
                        "bpf_skb_change_tail",
                        "bpf_skb_pull_data",
                        "bpf_skb_store_bytes",
                        "bpf_skb_vlan_pop",
                        "bpf_skb_vlan_push",
                        "bpf_store_hdr_opt",
                        "bpf_xdp_adjust_head",
                        "bpf_xdp_adjust_meta",
                        "bpf_xdp_adjust_tail");
    }

    @Test
    void redirectsByProgramType() {
        var ofXdp = catalog.helperFunction(23, ProgramType.XDP).orElseThrow();
        var ofTc = catalog.helperFunction(23, ProgramType.SCHED_CLS).orElseThrow();
        assertThat(ofXdp).isNotSameAs(ofTc);
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/programs"})
    void runsEveryCallOfTheExamples(String folder) throws IOException {
        var call = Pattern.compile("\\b(bpf_[a-z0-9_]+)\\(");
        var names = new TreeSet<String>();
        try (var files = Files.walk(Checkout.file(folder))) {
            for (var file : files.filter(path -> path.toString().endsWith(".c")).toList()) {
                var matcher = call.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        names.removeIf(name -> name.startsWith("bpf_ntoh") || name.startsWith("bpf_hton"));
        var missing = new ArrayList<String>();
        for (var name : names) {
            boolean runs = catalog.helpers().stream()
                    .filter(contract -> contract.name().equals(name))
                    .flatMap(contract -> contract.programTypes().stream()
                            .flatMap(type -> catalog.helperFunction(contract.id(), type).stream()))
                    .findAny()
                    .isPresent();
            boolean kfunc = catalog.kfunc(name)
                    .map(contract -> contract.programTypes().stream()
                            .allMatch(type -> catalog.kfuncFunction(name, type).isPresent()))
                    .orElse(false);
            if (!runs && !kfunc) {
                missing.add(name);
            }
        }
        assertThat(names).contains("bpf_map_lookup_elem", "bpf_dynptr_from_skb_meta");
        assertThat(missing).isEmpty();
    }
}
