package dev.osmia.testkit;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What the kernel made of {@code examples/captures/office.pcap}, as {@code examples/expected/README.md} describes it.
 *
 * @param method {@code test-run} or {@code pipeline}
 * @param programs in the order in which a packet meets them
 * @param settings values of variables in {@code .rodata}, to be set before a program is loaded
 * @param mapsBefore entries to be put into maps before the first packet
 * @param verdicts how often each verdict came, by the kernel's names
 * @param digest of all packets, see {@link OutcomeDigest}
 * @param packetDigests the first 8 hex digits of each packet's own digest
 * @param maps all entries after the last packet, sorted by key
 * @param records what was submitted to ring buffers, in order
 */
public record ExpectedRun(
        String method,
        List<Step> programs,
        Map<String, Long> settings,
        List<MapEntry> mapsBefore,
        Map<String, Integer> verdicts,
        String digest,
        List<String> packetDigests,
        Map<String, List<Entry>> maps,
        Map<String, List<String>> records) {

    /** A program of an object in {@code examples/objects}; the hook is {@code xdp} or {@code tc}. */
    public record Step(String hook, String object, String program) {}

    /** An entry of a map, key and value in hex. */
    public record Entry(String key, String value) {}

    /** An entry that goes into the map of that name. */
    public record MapEntry(String map, byte[] key, byte[] value) {}

    /** The run that {@code examples/expected/NAME.json} describes. */
    public static ExpectedRun read(String name) {
        var root = new ObjectMapper().readTree(Checkout.file("examples/expected/" + name + ".json"));
        var digests = new ArrayList<String>();
        root.get("packetDigests")
                .forEach(line -> digests.addAll(List.of(line.asString().split(" "))));
        return new ExpectedRun(
                root.get("method").asString(),
                list(root.get("programs"), ExpectedRun::step),
                map(root.get("settings"), JsonNode::asLong),
                list(root.get("mapsBefore"), ExpectedRun::mapEntry),
                map(root.get("verdicts"), JsonNode::asInt),
                root.get("digest").asString(),
                List.copyOf(digests),
                map(root.get("maps"), entries -> list(entries, ExpectedRun::entry)),
                map(root.get("records"), records -> list(records, JsonNode::asString)));
    }

    private static Step step(JsonNode node) {
        return new Step(
                node.get("hook").asString(),
                node.get("object").asString(),
                node.get("program").asString());
    }

    private static Entry entry(JsonNode node) {
        return new Entry(node.get("key").asString(), node.get("value").asString());
    }

    private static MapEntry mapEntry(JsonNode node) {
        var hex = HexFormat.of();
        return new MapEntry(
                node.get("map").asString(),
                hex.parseHex(node.get("key").asString()),
                hex.parseHex(node.get("value").asString()));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
        var list = new ArrayList<T>();
        array.forEach(node -> list.add(element.apply(node)));
        return List.copyOf(list);
    }

    private static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> value) {
        var map = new LinkedHashMap<String, T>();
        object.properties().forEach(property -> map.put(property.getKey(), value.apply(property.getValue())));
        return map;
    }
}
