package dev.osmia.cli.report;

/** How results are written. */
public enum Format {
    /** For people. */
    TEXT,
    /** JSON Lines. */
    JSON
}
