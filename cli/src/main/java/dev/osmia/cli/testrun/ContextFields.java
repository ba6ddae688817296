package dev.osmia.cli.testrun;

import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.program.ProgramType;
import dev.osmia.runtime.memory.LittleEndian;
import dev.osmia.runtime.packet.Packet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The context fields that {@code --ctx} may set: those that the kernel takes in {@code ctx_in} of a test run ({@code
 * xdp_convert_md_to_buff}, {@code convert___skb_to_skb}), and of {@code __sk_buff} also those that it takes from the frame or leaves 0.
 */
final class ContextFields {
    private static final Map<String, Setter> XDP = Map.of(
            "ingress_ifindex", number(Packet::ingressIfindex),
            "rx_queue_index", number(Packet::rxQueueIndex));
    private static final Map<String, Setter> SOCKET_BUFFER = socketBuffer();

    private ContextFields() {}

    /** Sets a field. */
    private interface Setter {
        void set(Packet packet, long value);
    }

    /** Sets a field of 32 bits. */
    private interface NumberSetter {
        void set(Packet packet, int value);
    }

    /** Sets the fields that {@code FIELD=VALUE} name. */
    static void set(Packet packet, ProgramType type, Map<String, String> values) {
        var fields = type == ProgramType.XDP ? XDP : SOCKET_BUFFER;
        values.forEach((name, value) -> {
            var setter = fields.get(name);
            if (setter == null) {
                throw new UnusableInputException(
                        "--ctx %s: the context of a program of type %s has no such field to set: %s"
                                .formatted(
                                        name,
                                        type.kernelName(),
                                        String.join(
                                                ", ",
                                                fields.keySet().stream()
                                                        .sorted()
                                                        .toList())));
            }
            setter.set(packet, parse(name, value));
        });
    }

    private static long parse(String name, String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : parseDecimal(text);
        } catch (NumberFormatException wrong) {
            throw new UnusableInputException("--ctx %s=%s: expected a number".formatted(name, text));
        }
    }

    private static long parseDecimal(String text) {
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    private static Setter number(NumberSetter setter) {
        return (packet, value) -> {
            if (value != (int) value && value >>> Integer.SIZE != 0) {
                throw new UnusableInputException(
                        "--ctx: %s does not fit 32 bits".formatted(Long.toUnsignedString(value)));
            }
            setter.set(packet, (int) value);
        };
    }

    private static Map<String, Setter> socketBuffer() {
        var fields = new LinkedHashMap<String, Setter>();
        fields.put("pkt_type", number(Packet::packetType));
        fields.put("mark", number(Packet::mark));
        fields.put("queue_mapping", number(Packet::queueMapping));
        fields.put("protocol", number(Packet::protocol));
        fields.put("priority", number(Packet::priority));
        fields.put("ingress_ifindex", number(Packet::ingressIfindex));
        fields.put("ifindex", number(Packet::ifindex));
        fields.put("tc_index", number(Packet::tcIndex));
        for (int i = 0; i < 5; i++) {
            int offset = i * Integer.BYTES;
            fields.put(
                    "cb[" + i + "]",
                    number((packet, value) -> LittleEndian.INT_IN_ARRAY.set(packet.controlBlock(), offset, value)));
        }
        fields.put("hash", number(Packet::hash));
        fields.put("tc_classid", number(Packet::tcClassid));
        fields.put("napi_id", number(Packet::napiId));
        fields.put("tstamp", Packet::tstamp);
        fields.put("wire_len", number(Packet::wireLength));
        fields.put("gso_segs", number(Packet::gsoSegments));
        fields.put("gso_size", number(Packet::gsoSize));
        fields.put("hwtstamp", Packet::hwtstamp);
        return Map.copyOf(fields);
    }
}
