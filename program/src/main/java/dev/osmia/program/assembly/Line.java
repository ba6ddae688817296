package dev.osmia.program.assembly;

/** A line of a program in the notation of {@link Assembly}: an instruction, a label, or several lines. */
public sealed interface Line
        permits LineAssembler.Complete, LineAssembler.Label, LineAssembler.Referring, LineAssembler.Block {}
