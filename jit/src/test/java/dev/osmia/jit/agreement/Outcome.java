package dev.osmia.jit.agreement;

import dev.osmia.runtime.packet.Packet;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What can be seen of a run.
 *
 * @param result R0's low half: the kernel gives no more
 * @param packet the packet's bytes, in hexadecimal
 * @param metadata the metadata's bytes
 * @param fields the context's fields that programs change
 * @param maps each value by its map and key
 */
public record Outcome(int result, String packet, String metadata, String fields, SortedMap<String, String> maps) {
    public static Outcome of(int result, Packet packet, SortedMap<String, String> maps) {
        return new Outcome(
                result,
                hex(packet.data(), packet.dataStart(), packet.dataEnd()),
                hex(packet.metadata(), packet.metadataStart(), packet.metadataEnd()),
                "mark=%x priority=%x cb=%s"
                        .formatted(
                                packet.mark(), packet.priority(), HexFormat.of().formatHex(packet.controlBlock())),
                maps);
    }

    private static String hex(ByteBuffer buffer, int start, int end) {
        var bytes = new byte[end - start];
        buffer.get(start, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public static String entry(String map, byte[] key) {
        return map + "[" + HexFormat.of().formatHex(key) + "]";
    }

    /** What is not the same here and there, a line each; empty where all is. */
    String differences(Outcome other, String here, String there) {
        var lines = new StringBuilder();
        compare(lines, "r0", Integer.toHexString(result), Integer.toHexString(other.result), here, there);
        compare(lines, "packet", packet, other.packet, here, there);
        compare(lines, "metadata", metadata, other.metadata, here, there);
        compare(lines, "fields", fields, other.fields, here, there);
        var keys = new TreeMap<>(maps);
        keys.putAll(other.maps);
        for (var key : keys.keySet()) {
            compare(lines, key, maps.getOrDefault(key, "-"), other.maps.getOrDefault(key, "-"), here, there);
        }
        return lines.toString();
    }

    private static void compare(
            StringBuilder lines, String what, String ours, String theirs, String here, String there) {
        if (!ours.equals(theirs)) {
            lines.append("  %s\n    %-11s %s\n    %-11s %s\n".formatted(what, here, ours, there, theirs));
        }
    }
}
