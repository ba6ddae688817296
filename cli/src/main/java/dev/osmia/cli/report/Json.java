package dev.osmia.cli.report;

import java.io.PrintWriter;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** JSON Lines: one object a line, its fields in the order of the map, nothing else on standard output. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** Writes an object as one line. */
    public static void line(PrintWriter out, Map<String, ?> fields) {
        out.println(MAPPER.writeValueAsString(fields));
    }
}
