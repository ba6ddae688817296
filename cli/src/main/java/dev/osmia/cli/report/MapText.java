package dev.osmia.cli.report;

import dev.osmia.program.MapSpec;
import dev.osmia.program.btf.BtfFormatter;
import dev.osmia.program.btf.BtfMapTypes;
import dev.osmia.program.btf.BtfValue;
import dev.osmia.runtime.map.BpfMap;
import dev.osmia.runtime.map.MapOperationException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A map's entries, keys and values laid out by their BTF types, in the order of their keys' bytes. */
public final class MapText {
    private MapText() {}

    /** An entry. Of per-CPU maps, the value is the values of all CPUs. */
    public record Entry(BtfValue key, BtfValue value) {}

    /** All entries; none of maps that cannot be listed, such as queues. */
    public static List<Entry> entries(BpfMap map) {
        record Raw(byte[] key, byte[] value) {}
        var raw = new ArrayList<Raw>();
        try {
            map.forEach((key, value) -> raw.add(new Raw(key, value)));
        } catch (MapOperationException notListed) {
            return List.of();
        }
        raw.sort(Comparator.comparing(Raw::key, Arrays::compareUnsigned));
        return raw.stream()
                .map(entry -> new Entry(key(map.spec(), entry.key()), value(map.spec(), entry.value())))
                .toList();
    }

    private static BtfValue key(MapSpec spec, byte[] key) {
        return spec.types()
                .filter(types -> types.key() != 0)
                .map(types -> BtfFormatter.read(types.btf(), types.key(), ByteBuffer.wrap(key)))
                .orElseGet(() -> number(key));
    }

    private static BtfValue value(MapSpec spec, byte[] value) {
        if (value.length <= spec.valueSize()) {
            return single(spec, value);
        }
        int stride = (spec.valueSize() + 7) & ~7;
        var all = new ArrayList<BtfValue>();
        for (int start = 0; start < value.length; start += stride) {
            all.add(single(spec, Arrays.copyOfRange(value, start, start + spec.valueSize())));
        }
        return new BtfValue.Elements(all);
    }

    private static BtfValue single(MapSpec spec, byte[] value) {
        return spec.types()
                .filter(types -> types.value() != 0)
                .map(types -> laidOut(types, value))
                .orElseGet(() -> new BtfValue.Bytes(value));
    }

    private static BtfValue laidOut(BtfMapTypes types, byte[] value) {
        return BtfFormatter.read(types.btf(), types.value(), ByteBuffer.wrap(value));
    }

    /** A key without a type: a number where it has the size of one. */
    private static BtfValue number(byte[] key) {
        if (key.length != Integer.BYTES) {
            return new BtfValue.Bytes(key);
        }
        int value = Integer.reverseBytes(ByteBuffer.wrap(key).getInt());
        return new BtfValue.Whole(Integer.toUnsignedLong(value), false);
    }

    /** The value as objects that become JSON. */
    public static Object plain(BtfValue value) {
        if (value instanceof BtfValue.Whole whole) {
            return whole.signed() || whole.value() >= 0
                    ? (Object) whole.value()
                    : (Object) new BigInteger(whole.toString());
        } else if (value instanceof BtfValue.Truth truth) {
            return truth.value();
        } else if (value instanceof BtfValue.Real real) {
            return Double.isFinite(real.value()) ? real.value() : null;
        } else if (value instanceof BtfValue.Named named) {
            return named.name();
        } else if (value instanceof BtfValue.Text text) {
            return text.text();
        } else if (value instanceof BtfValue.Elements elements) {
            return elements.elements().stream().map(MapText::plain).toList();
        } else if (value instanceof BtfValue.Fields fields) {
            Map<String, Object> plain = new LinkedHashMap<>();
            fields.fields().forEach(field -> plain.put(field.name(), plain(field.value())));
            return plain;
        }
        return value.toString();
    }
}
