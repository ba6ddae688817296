package dev.osmia.cli.run;

import dev.osmia.cli.engine.EngineChoice;
import dev.osmia.cli.report.Format;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param captures the captures, in order
 * @param engine what runs the programs
 * @param threads how many threads share the packets
 * @param out where packets that pass are written; or null
 * @param redirected where redirected packets are written; or null
 * @param maps whether maps are shown at the end
 * @param top how many entries of each map are shown as text; 0 for all
 * @param trace whether each packet is shown
 * @param format how results are written
 */
public record RunPlan(
        List<Path> captures,
        EngineChoice engine,
        int threads,
        Path out,
        Path redirected,
        boolean maps,
        int top,
        boolean trace,
        Format format) {}
