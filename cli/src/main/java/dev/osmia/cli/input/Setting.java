package dev.osmia.cli.input;

import dev.osmia.jit.BpfObject;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfFormatter;
import dev.osmia.program.btf.BtfValueParser;
import dev.osmia.runtime.map.BpfMap;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --set MAP[KEY]=VALUE} puts an entry into a map, {@code --set VAR=VALUE} changes a global variable, before the run.
 *
 * @param name the map or variable
 * @param key the key; empty for a variable
 * @param value the value
 */
public record Setting(String name, Optional<String> key, String value) {
    private static final Pattern ENTRY = Pattern.compile("([\\w.]+)\\[(.*?)\\]=(.*)", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(.*)", Pattern.DOTALL);

    /** Applies settings to the objects of a run, before anything is loaded. */
    public static void applyAll(List<String> settings, List<BpfObject> objects) {
        var parsed = settings.stream().map(Setting::parse).toList();
        // Variables first: the verifier takes constants for what they are set to, and maps get their content when they
        // are made.
        parsed.stream().filter(Setting::ofVariable).forEach(setting -> setting.apply(objects));
        parsed.stream().filter(setting -> !setting.ofVariable()).forEach(setting -> setting.apply(objects));
    }

    /** Reads a setting. */
    static Setting parse(String text) {
        Matcher entry = ENTRY.matcher(text);
        if (entry.matches()) {
            return new Setting(entry.group(1), Optional.of(entry.group(2)), entry.group(3));
        }
        Matcher variable = VARIABLE.matcher(text);
        if (variable.matches()) {
            return new Setting(variable.group(1), Optional.empty(), variable.group(2));
        }
        throw new UnusableInputException("--set " + text + ": expected MAP[KEY]=VALUE or VAR=VALUE");
    }

    /** Whether it sets a global variable. */
    boolean ofVariable() {
        return key.isEmpty();
    }

    /** Applies it to the objects of a run; to each that has the variable. */
    void apply(List<BpfObject> objects) {
        try {
            boolean found = key.isPresent() ? putEntry(objects) : setVariable(objects);
            if (!found) {
                throw new UnusableInputException(
                        "--set " + name + ": no object has such a " + (key.isPresent() ? "map" : "variable"));
            }
        } catch (IllegalArgumentException unfit) {
            throw new UnusableInputException("--set " + name + ": " + unfit.getMessage());
        }
    }

    private boolean putEntry(List<BpfObject> objects) {
        for (var object : objects) {
            var map = object.map(name);
            if (map.isPresent()) {
                var spec = map.get().spec();
                var types = spec.types().orElseThrow(() -> new IllegalArgumentException("the map has no BTF types"));
                var bytes = encode(types.btf(), types.key(), spec.keySize(), key.orElseThrow());
                map.get().put(bytes, perCpu(map.get(), encode(types.btf(), types.value(), spec.valueSize(), value)));
                return true;
            }
        }
        return false;
    }

    /** The value, once for each CPU of a per-CPU map. */
    private static byte[] perCpu(BpfMap map, byte[] single) {
        var all = new byte[map.valueBytes()];
        int stride = all.length == single.length ? Math.max(single.length, 1) : (single.length + 7) & ~7;
        for (int start = 0; start < all.length; start += stride) {
            System.arraycopy(single, 0, all, start, single.length);
        }
        return all;
    }

    private static byte[] encode(Btf btf, int type, int size, String text) {
        var target = ByteBuffer.allocate(size);
        BtfFormatter.write(btf, type, BtfValueParser.parse(text), target);
        return target.array();
    }

    private boolean setVariable(List<BpfObject> objects) {
        boolean found = false;
        for (var object : objects) {
            found |= object.setVariable(name, BtfValueParser.parse(value));
        }
        return found;
    }
}
