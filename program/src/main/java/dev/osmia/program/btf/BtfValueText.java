package dev.osmia.program.btf;

import java.util.HexFormat;
import java.util.Locale;

/** Writes values as text, for people or as JSON. */
final class BtfValueText {
    private final StringBuilder text = new StringBuilder();
    private final boolean json;

    private BtfValueText(boolean json) {
        this.json = json;
    }

    static String json(BtfValue value) {
        var writer = new BtfValueText(true);
        writer.write(value);
        return writer.text.toString();
    }

    static String readable(BtfValue value) {
        var writer = new BtfValueText(false);
        writer.write(value);
        return writer.text.toString();
    }

    private void write(BtfValue value) {
        if (value instanceof BtfValue.Fields struct) {
            writeFields(struct);
        } else if (value instanceof BtfValue.Elements array) {
            writeElements(array);
        } else if (value instanceof BtfValue.Text string) {
            writeQuoted(string.text());
        } else if (value instanceof BtfValue.Named enumerator) {
            writeName(enumerator.name());
        } else if (value instanceof BtfValue.Bytes raw) {
            writeName(HexFormat.of().formatHex(raw.bytes()));
        } else if (value instanceof BtfValue.Real number) {
            boolean finite = Double.isFinite(number.value());
            text.append(json && !finite ? "null" : Double.toString(number.value()));
        } else if (value instanceof BtfValue.Truth truth) {
            text.append(truth.value());
        } else {
            text.append(value);
        }
    }

    private void writeFields(BtfValue.Fields struct) {
        text.append('{');
        String separator = "";
        for (var field : struct.fields()) {
            text.append(separator);
            writeName(field.name());
            text.append(json ? ":" : ": ");
            write(field.value());
            separator = json ? "," : ", ";
        }
        text.append('}');
    }

    private void writeElements(BtfValue.Elements array) {
        text.append('[');
        String separator = "";
        for (var element : array.elements()) {
            text.append(separator);
            write(element);
            separator = json ? "," : ", ";
        }
        text.append(']');
    }

    private void writeName(String name) {
        if (json) {
            writeQuoted(name);
        } else {
            text.append(name);
        }
    }

    private void writeQuoted(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char character = string.charAt(i);
            if (character == '"' || character == '\\') {
                text.append('\\').append(character);
            } else if (character < ' ' || character == 0x7f) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                text.append(character);
            }
        }
        text.append('"');
    }
}
