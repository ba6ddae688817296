package dev.osmia.program.assembly;

import dev.osmia.program.instruction.Code;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.program.instruction.RawInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Turns lines into code in two passes: labels get their slots, then references get their offsets. The result has been through the
 * encoding, so that a shape no kernel takes is an {@link Instruction.Undecodable} here as it would be in a loaded program.
 */
final class LineAssembler {
    /** An instruction that needs no label. */
    record Complete(Instruction instruction) implements Line {}

    /** A name for the slot of what follows. */
    record Label(String name) implements Line {}

    /**
     * An instruction that refers to a label.
     *
     * @param label the label's name
     * @param slots the slots that the instruction takes
     * @param reach how far its offset reaches
     * @param shape the instruction for an offset in slots, counted from the slot after its first
     */
    record Referring(String label, int slots, Reach reach, IntFunction<Instruction> shape) implements Line {}

    /** Lines that stand for one. */
    record Block(List<Line> lines) implements Line {
        Block {
            lines = List.copyOf(lines);
        }
    }

    /** How many bits an offset has. */
    enum Reach {
        BITS_16,
        BITS_32
    }

    /** A label that stands nowhere, twice or too far away. */
    static final class UnresolvableLabelException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final int lineIndex;

        UnresolvableLabelException(int lineIndex, String message) {
            super(message);
            this.lineIndex = lineIndex;
        }

        /** The line that defines or uses the label, counted from 0 with blocks opened. */
        int lineIndex() {
            return lineIndex;
        }
    }

    private final Map<String, Integer> slotOfLabel = new HashMap<>();
    private final List<RawInstruction> encoded = new ArrayList<>();

    private LineAssembler() {}

    static Code assemble(List<Line> lines) {
        var assembler = new LineAssembler();
        var flat = new ArrayList<Line>();
        flatten(lines, flat);
        assembler.placeLabels(flat);
        for (int index = 0; index < flat.size(); index++) {
            assembler.encode(index, flat.get(index));
        }
        return InstructionDecoder.decode(assembler.encoded);
    }

    private static void flatten(List<Line> lines, List<Line> flat) {
        for (var line : lines) {
            if (line instanceof Block block) {
                flatten(block.lines(), flat);
            } else {
                flat.add(line);
            }
        }
    }

    private void placeLabels(List<Line> lines) {
        int slot = 0;
        for (int index = 0; index < lines.size(); index++) {
            var line = lines.get(index);
            if (line instanceof Label label) {
                var other = slotOfLabel.putIfAbsent(label.name(), slot);
                if (other != null) {
                    throw new UnresolvableLabelException(
                            index, "label " + label.name() + " stands at slot " + other + " and again at slot " + slot);
                }
            } else if (line instanceof Referring referring) {
                slot += referring.slots();
            } else if (line instanceof Complete complete) {
                slot += complete.instruction().slots();
            }
        }
    }

    private void encode(int index, Line line) {
        if (line instanceof Complete complete) {
            encoded.addAll(InstructionEncoder.encode(complete.instruction()));
        } else if (line instanceof Referring referring) {
            encoded.addAll(InstructionEncoder.encode(referring.shape().apply(offsetOf(index, referring))));
        }
    }

    private int offsetOf(int index, Referring referring) {
        int slot = encoded.size();
        var target = slotOfLabel.get(referring.label());
        if (target == null) {
            throw new UnresolvableLabelException(
                    index,
                    "slot " + slot + " refers to label " + referring.label() + ", which stands nowhere; there are "
                            + slotOfLabel.keySet().stream().sorted().toList());
        }
        int offset = target - (slot + 1);
        boolean reached = switch (referring.reach()) {
            case BITS_16 -> offset == (short) offset;
            case BITS_32 -> true;
        };
        if (!reached) {
            throw new UnresolvableLabelException(
                    index,
                    "label " + referring.label() + " is " + offset + " slots from slot " + slot
                            + ", beyond the reach of a 16-bit offset");
        }
        return offset;
    }
}
