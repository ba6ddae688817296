package dev.osmia.cli;

import static dev.osmia.cli.Osmia.capture;
import static dev.osmia.cli.Osmia.example;
import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.testkit.ApprovalFile;
import dev.osmia.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the input is said in one line on standard error, with exit code 2; a rejected program ends with 1. */
final class BadInputTest {
    private static final String STAMP = example("metadata.o:stamp_metadata");
    private static final String ACCOUNT = example("metadata.o:account_flows");
    private static final String OFFICE = capture("office.pcap");

    @TempDir
    private Path folder;

    private final StringBuilder transcript = new StringBuilder();

    @Test
    void tellsWhatIsWrongWithAnObject() throws IOException {
        byte[] object = Files.readAllBytes(Path.of(example("metadata.o")));
        for (int length : new int[] {0, 3, 40, 100, object.length / 2, object.length - 1}) {
            run("cut to " + length, file("cut.o", Arrays.copyOf(object, length)));
        }
        run("big-endian", file("big.o", patched(object, 5, 2)));
        run("32-bit", file("narrow.o", patched(object, 4, 1)));
        run("for x86-64", file("x86.o", patched(object, 18, 62)));
        run("section headers outside", file("headers.o", patched(object, 43, 0x7f)));
        run("text", Checkout.file("README.md"));
        run("a capture", OFFICE);
        run("a directory", folder);
        run("missing", folder.resolve("none.o"));
        run("no such program", example("metadata.o:none"));
        call("run", "--tc", example("metadata.o"), OFFICE);
        call("run", "--tc", example("flow_counter.o"), OFFICE);
        run("a tc program as XDP", ACCOUNT);
        run("an unknown helper", Checkout.file("cli/src/test/resources/objects/unknown_helper.o"));
        run("an absurd map", Checkout.file("cli/src/test/resources/objects/absurd_map.o"));
        approve("objects");
    }

    @Test
    void tellsWhatIsWrongWithACapture() throws IOException {
        byte[] pcap = Files.readAllBytes(Path.of(OFFICE));
        byte[] pcapng = Files.readAllBytes(Path.of(capture("office.pcapng")));
        for (int length : new int[] {0, 3, 20, 30, 1000}) {
            runOver("pcap cut to " + length, file("cut.pcap", Arrays.copyOf(pcap, length)));
        }
        for (int length : new int[] {4, 20, 200, 5000}) {
            runOver("pcapng cut to " + length, file("cut.pcapng", Arrays.copyOf(pcapng, length)));
        }
        runOver("pcap with a huge packet", file("huge.pcap", patched(pcap, 24 + 11, 0x7f)));
        runOver("pcap of raw IP", file("raw.pcap", patched(pcap, 20, 101)));
        runOver("text", Checkout.file("README.md"));
        runOver("an object", Path.of(example("metadata.o")));
        runOver("a directory", folder);
        runOver("missing", folder.resolve("none.pcap"));
        approve("captures");
    }

    @Test
    void tellsWhatIsWrongWithTheCommandLine() {
        call("run", OFFICE);
        call("run", "--xdp", STAMP);
        call("run", "--xdp", STAMP, "--threads", "0", OFFICE);
        call("run", "--xdp", STAMP, "--threads", "2", "--trace", OFFICE);
        call("run", "--xdp", STAMP, "--top", "-1", OFFICE);
        call("run", "--xdp", STAMP, "--engine", "steam", OFFICE);
        call("run", "--xdp", STAMP, "--format", "xml", OFFICE);
        call("run", "--xdp", STAMP, "--set", "nonsense", OFFICE);
        call("run", "--xdp", STAMP, "--set", "none=1", OFFICE);
        call("run", "--xdp", STAMP, "--set", "hash_seed=abc", OFFICE);
        call("run", "--xdp", STAMP, "--set", "hash_seed=0x123456789", OFFICE);
        call("run", "--xdp", STAMP, "--set", "none[1]=1", OFFICE);
        call("run", "--xdp", STAMP, "--set", "flows[1]=1", OFFICE);
        call("run", "--xdp", STAMP, "--out", folder.resolve("no/such/folder.pcap"), OFFICE);
        call("run", "--xdp", STAMP, "--out", folder, OFFICE);
        call("test-run", STAMP, "--data-in", "xyz");
        call("test-run", STAMP, "--data-in", "001");
        call("test-run", STAMP, "--data-in", "00112233");
        call("test-run", STAMP, "--meta", "0011");
        call("test-run", STAMP, "--meta", "zz");
        call("test-run", STAMP, "--ctx", "mark=1");
        call("test-run", STAMP, "--ctx", "ingress_ifindex=many");
        call("test-run", STAMP, "--ctx", "ingress_ifindex=0x100000000");
        call("test-run", STAMP, "--repeat", "0");
        call("verify");
        call("verify", "--type", "none", STAMP);
        call("verify", "--limit", "0", STAMP);
        call("compile", STAMP);
        call("compile", STAMP, "--package", "not a package", "--print");
        call("conformance-plugin", "00", "11");
        call("conformance-plugin", "0", "--program", "9500000000000000");
        call("conformance-plugin", "--program", "95000000");
        call("conformance-plugin", "--program", "ff00000000000000");
        call("fly");
        approve("arguments");
    }

    @Test
    void tellsWhyAProgramIsNotRun() {
        var rejected = example("rejected/packet_read_past_end.o");
        call("run", "--xdp", rejected, OFFICE);
        call("test-run", rejected);
        call("compile", rejected, "--print");
        approve("rejected");
    }

    @Test
    void runsTheWholePacketsOfACutCaptureAndWritesThem() throws IOException {
        var cut = file("cut.pcap", Arrays.copyOf(Files.readAllBytes(Path.of(OFFICE)), 1000));
        var out = folder.resolve("out.pcap");
        var result = Osmia.run("run", "--xdp", STAMP, "--format", "json", "--out", out, cut);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.json()).hasSize(1);
        assertThat(result.json().get(0).get("packets").asInt()).isEqualTo(8);
        assertThat(result.errors().lines()).hasSize(1);
        assertThat(Osmia.run("run", "--xdp", STAMP, out).exitCode()).isZero();
    }

    @Test
    void takesAnEmptyCaptureForNoPackets() throws IOException {
        var empty = file("empty.pcap", Arrays.copyOf(Files.readAllBytes(Path.of(OFFICE)), 24));
        var result = Osmia.run("run", "--xdp", STAMP, "--format", "json", empty);
        assertThat(result.exitCode()).isZero();
        assertThat(result.json().get(0).get("packets").asInt()).isZero();
    }

    @Test
    void mayWriteTheCaptureThatItReads() throws IOException {
        var both = file("both.pcap", Files.readAllBytes(Path.of(OFFICE)));
        var result = Osmia.run("run", "--xdp", STAMP, "--out", both, both);
        assertThat(result.exitCode()).isZero();
        assertThat(both).hasSameBinaryContentAs(Path.of(OFFICE));
    }

    @Test
    void leavesNothingBehindWhereACaptureTurnsOutToBeMalformed() throws IOException {
        byte[] pcap = Files.readAllBytes(Path.of(OFFICE));
        var huge = file("huge.pcap", patched(pcap, 24 + 11, 0x7f));
        var out = folder.resolve("out.pcap");
        assertThat(Osmia.run("run", "--xdp", STAMP, "--out", out, huge).exitCode())
                .isEqualTo(2);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(huge);
        }
    }

    private void run(String what, Object object) {
        note(what, "run", "--xdp", object, OFFICE);
    }

    private void runOver(String what, Path capture) {
        note(what, "run", "--xdp", STAMP, capture);
    }

    private void call(Object... arguments) {
        note(Stream.of(arguments).map(Object::toString).collect(Collectors.joining(" ")), arguments);
    }

    private void note(String what, Object... arguments) {
        var result = Osmia.run(arguments);
        assertThat(result.exitCode()).as(what).isBetween(1, 2);
        var errors = result.errors().replace(folder.toString(), "FOLDER").replace(Checkout.root() + "/", "");
        transcript
                .append(what.replace(folder.toString(), "FOLDER").replace(Checkout.root() + "/", ""))
                .append("\n  exit code ")
                .append(result.exitCode())
                .append('\n')
                .append(errors.indent(2))
                .append('\n');
        assertThat(result.errors()).as(what).isNotBlank().doesNotContain("a bug in Osmia", "Exception", "\tat ");
    }

    private void approve(String name) {
        ApprovalFile.assertApproved("bad-input/" + name + ".txt", transcript.toString());
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] patched(byte[] bytes, int index, int value) {
        var patched = bytes.clone();
        patched[index] = (byte) value;
        return patched;
    }
}
