package dev.osmia.verifier.log;

import dev.osmia.program.Program;
import dev.osmia.program.assembly.Disassembler;
import dev.osmia.program.assembly.Names;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.flow.FlowGraph;
import dev.osmia.verifier.state.VerifierState;

/**
 * What the walk does, line by line, as the kernel's log of level 2 prints it. Costs nothing but a few tests where it is off.
 */
public final class Trace {
    private static final int STATE_COLUMN = 40;
    private static final int COLUMN_STEP = 8;

    private final Program program;
    private final StringBuilder text;
    private final Disassembler disassembler;
    private int touchedRegisters;
    private long touchedSlots;
    private int instructionLength;
    private int instructionEnd = -1;
    private SourceLine lastLine;

    /** A trace of the program's verification, on or off. */
    public Trace(Program program, Contracts contracts, boolean on) {
        this.program = program;
        this.disassembler = new Disassembler(Names.of(contracts, program.externals()));
        this.text = on ? new StringBuilder() : null;
    }

    public boolean on() {
        return text != null;
    }

    /** Everything printed so far. */
    public String text() {
        return on() ? text.toString() : "";
    }

    /** Prints a line. */
    public void line(String line) {
        if (on()) {
            text.append(line).append('\n');
        }
    }

    /** The register is to be printed behind the instruction. */
    public void touch(Register register) {
        touchedRegisters |= 1 << register.number();
    }

    /** The stack slot is to be printed behind the instruction. */
    public void touchSlot(int index) {
        touchedSlots |= 1L << index;
    }

    /** Prints what is known before the walk begins. */
    public void start(FlowGraph flow) {
        if (!on()) {
            return;
        }
        for (var subprogram : flow.subprograms()) {
            line("func#" + subprogram.index() + " @" + subprogram.start());
        }
        line("Live regs before insn:");
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (program.code().startsAt(slot)) {
                line("%7d: %s %s".formatted(slot, liveText(flow, slot), withoutSlot(slot)));
            }
        }
    }

    private static String liveText(FlowGraph flow, int slot) {
        var live = new StringBuilder();
        for (int i = 0; i < Register.FRAME_POINTER.number(); i++) {
            live.append((flow.liveRegisters().before(slot) & 1 << i) != 0 ? (char) ('0' + i) : '.');
        }
        return live.toString();
    }

    private String withoutSlot(int slot) {
        return disassembler.print(program.code().at(slot));
    }

    /** Prints what the walk took. */
    public void end(long processed, long limit) {
        line("processed " + processed + " insns (limit " + limit + ")");
    }

    /** Everything is to be printed at the next occasion. */
    public void touchAll() {
        touchedRegisters = (1 << Register.COUNT) - 1;
        touchedSlots = -1;
    }

    /** A path is taken up, or a function returned to. */
    public void arrive(VerifierState state, int from, int to) {
        if (on()) {
            text.append("\nfrom ").append(from).append(" to ").append(to).append(':');
            text.append(stateText(state, state.depth())).append('\n');
        }
    }

    /** The path was found to be like one that was walked. */
    public void safe(boolean arrived, int from, int to) {
        if (on()) {
            if (arrived) {
                text.append("\nfrom ").append(from).append(" to ").append(to).append(": safe\n");
            } else {
                text.append(to).append(": safe\n");
            }
        }
    }

    /** Prints what the last instruction changed, then the source line where it is another one, then the instruction. */
    public void instruction(VerifierState state, int slot) {
        if (!on()) {
            return;
        }
        if (touchedRegisters != 0 || touchedSlots != 0) {
            changes(state, slot);
        }
        sourceLine(slot);
        int start = text.length();
        line(instructionText(slot));
        instructionLength = text.length() - start;
        instructionEnd = text.length();
    }

    /** Prints the touched parts: behind the instruction where nothing was printed since, else on a line of their own. */
    public void changes(VerifierState state, int slot) {
        if (!on()) {
            return;
        }
        if (instructionEnd == text.length()) {
            text.setLength(text.length() - 1);
            text.append(" ".repeat(padding())).append(';');
        } else {
            text.append(slot).append(':');
        }
        text.append(StateText.of(state, state.depth(), touchedRegisters, touchedSlots))
                .append('\n');
        touchedRegisters = 0;
        touchedSlots = 0;
    }

    private int padding() {
        int end = Math.max(instructionLength + COLUMN_STEP / 2, STATE_COLUMN);
        int aligned = (end + COLUMN_STEP - 1) / COLUMN_STEP * COLUMN_STEP;
        return aligned - instructionLength - 1;
    }

    /** Prints the source line of the instruction, unless it was the last one printed. */
    public void sourceLine(int slot) {
        var line = program.lineAt(slot).orElse(null);
        if (on() && line != null && !isSame(line, lastLine)) {
            line("; " + line.text().strip() + " @ " + fileName(line) + ":" + line.line());
            lastLine = line;
        }
    }

    private static boolean isSame(SourceLine line, SourceLine last) {
        return last != null && line.line() == last.line() && line.file().equals(last.file());
    }

    private static String fileName(SourceLine line) {
        return line.file().substring(line.file().lastIndexOf('/') + 1);
    }

    /** The instruction as the log prints it. */
    public String instructionText(int slot) {
        return disassembler.print(slot, program.code().at(slot));
    }

    /** One frame of a state, all of it. */
    public String stateText(VerifierState state, int frame) {
        return StateText.of(state, frame);
    }
}
