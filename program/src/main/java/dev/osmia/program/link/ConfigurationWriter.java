package dev.osmia.program.link;

import dev.osmia.program.MapSpec;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.object.ExternalSpec;
import dev.osmia.program.object.ObjectSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a kernel's configuration into the map {@code .kconfig}: each extern's value, as its C type has it. */
final class ConfigurationWriter {
    private static final List<String> TRISTATE = List.of("n", "y", "m");

    private final ObjectSpec object;
    private final KernelConfiguration configuration;

    ConfigurationWriter(ObjectSpec object, KernelConfiguration configuration) {
        this.object = object;
        this.configuration = configuration;
    }

    /** All maps of the object, {@code .kconfig} with its content. */
    List<MapSpec> maps() {
        return object.maps().stream()
                .map(map -> map.name().equals(ObjectSpec.KCONFIG) ? map.withContent(content(map)) : map)
                .toList();
    }

    private byte[] content(MapSpec map) {
        var content = ByteBuffer.allocate(map.valueSize()).order(ByteOrder.LITTLE_ENDIAN);
        var btf = object.btf().orElseThrow();
        for (var external : object.externals()) {
            if (external.kind() == ExternalSpec.Kind.CONFIGURATION) {
                var value = configuration.value(external.symbol());
                if (value.isPresent()) {
                    write(content, btf, external, value.get());
                } else if (!external.weak()) {
                    throw malformed(external, "a kernel configuration that has it", "none");
                }
            }
        }
        return content.array();
    }

    private void write(ByteBuffer content, Btf btf, ExternalSpec external, String value) {
        int id = external.btfType().orElseThrow();
        var type = btf.resolved(id).orElse(null);
        int size = (int) btf.sizeOf(id).orElseThrow();
        if (type instanceof BtfType.Array array && size == Integer.toUnsignedLong(array.length())) {
            var text = unquoted(value).getBytes(StandardCharsets.UTF_8);
            content.put(external.offset(), text, 0, Math.min(text.length, Math.max(size - 1, 0)));
            return;
        }
        boolean number = type instanceof BtfType.Int || type instanceof BtfType.Enumeration;
        if (!number || size > Long.BYTES) {
            throw malformed(
                    external, "a number, an enum libbpf_tristate or an array of characters", btf.declaration(id));
        }
        long bits = number(external, value, size == 1 && type instanceof BtfType.Int character && !character.isBool());
        for (int i = 0; i < size; i++) {
            content.put(external.offset() + i, (byte) (bits >>> (Byte.SIZE * i)));
        }
    }

    private long number(ExternalSpec external, String value, boolean character) {
        int state = TRISTATE.indexOf(value);
        if (state >= 0) {
            return character ? value.charAt(0) : state;
        }
        try {
            return Long.decode(value);
        } catch (NumberFormatException e) {
            throw malformed(external, "a value that fits its type", "'" + value + "'");
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private MalformedObjectException malformed(ExternalSpec external, String expected, String found) {
        return new MalformedObjectException(
                object.file(), "for the extern " + external.symbol() + " " + expected, found);
    }
}
