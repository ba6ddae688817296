package dev.osmia.cli.testrun;

import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.cli.report.Format;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a test run is to do.
 *
 * @param frame the packet, from its Ethernet header on
 * @param metadata what lies in front of it
 * @param context context fields by name
 * @param repeat how often the program runs, each time over what the last run left
 * @param engine what runs it
 * @param output where the packet is written afterwards; or null
 * @param format how results are written
 */
public record TestRunPlan(
        byte[] frame,
        byte[] metadata,
        Map<String, String> context,
        int repeat,
        EngineChoice engine,
        Path output,
        Format format) {}
