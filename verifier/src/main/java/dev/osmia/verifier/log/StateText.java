package dev.osmia.verifier.log;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.StackSlot;
import dev.osmia.verifier.state.VerifierState;
import java.util.StringJoiner;

/** States as the kernel's verifier log prints them. */
public final class StateText {
    private static final long ALL = -1;

    private StateText() {}

    /** One frame of a state, with what the whole state holds; each part preceded by a space. */
    public static String of(VerifierState state, int number) {
        return of(state, number, (int) ALL, ALL);
    }

    /** The same, of some registers and slots only. */
    static String of(VerifierState state, int number, int registers, long slots) {
        var frame = state.frame(number);
        var text = new StringBuilder();
        if (number > 0) {
            text.append(" frame").append(number).append(':');
        }
        for (int i = 0; i < Register.COUNT; i++) {
            if ((registers & 1 << i) != 0 && frame.register(i).isInitialised()) {
                text.append(" R").append(i).append('=').append(RegisterText.of(frame.register(i), number));
            }
        }
        for (int i = 0; i < frame.slots(); i++) {
            if ((slots & 1L << i) != 0) {
                i += appendSlot(text, frame, i);
            }
        }
        appendReferences(text, state);
        switch (frame.callback()) {
            case SYNCHRONOUS -> text.append(" cb");
            case ASYNCHRONOUS -> text.append(" async_cb");
            case NONE, EXCEPTION -> {}
        }
        return text.toString();
    }

    /** Appends a slot; gives how many more slots it took. */
    private static int appendSlot(StringBuilder text, Frame frame, int index) {
        var slot = frame.slot(index);
        if (slot.isInvalid()) {
            return 0;
        }
        switch (slot.lowestType()) {
            case SPILL ->
                text.append(slotName(index))
                        .append(plainBytes(slot))
                        .append(RegisterText.of(slot.register(), frame.number()));
            case DYNPTR -> {
                text.append(slotName(index + 1))
                        .append(dynptr(frame.slot(index + 1).register()));
                return 1;
            }
            case ITERATOR -> {
                if (slot.register().reference() != 0) {
                    text.append(slotName(index)).append(iterator(slot.register()));
                }
            }
            case INVALID, MISC, ZERO, INTERRUPT_FLAG ->
                text.append(slotName(index)).append(slot.symbols());
        }
        return 0;
    }

    private static String slotName(int index) {
        return " fp" + -StackSlot.BYTES * (index + 1) + "=";
    }

    /** The bytes above the spilled ones. */
    private static String plainBytes(StackSlot slot) {
        int plain = 0;
        while (slot.type(plain) != SlotType.SPILL) {
            plain++;
        }
        return slot.symbols().substring(0, plain);
    }

    private static String dynptr(RegisterState register) {
        var parts = new StringJoiner(",", "(", ")");
        if (register.id() != 0) {
            parts.add("id=" + register.id());
        }
        if (register.reference() != 0) {
            parts.add("ref_id=" + register.reference());
        }
        return "dynptr_" + ((Pointee.OfDynptr) register.pointee()).type().kernelName() + parts;
    }

    private static String iterator(RegisterState register) {
        var iterator = (Pointee.OfIterator) register.pointee();
        return "iter_" + iterator.shortName() + "(ref_id=" + register.reference() + ",state="
                + (iterator.drained() ? "drained" : "active") + ",depth=" + iterator.depth() + ")";
    }

    private static void appendReferences(StringBuilder text, VerifierState state) {
        var ids = new StringJoiner(",");
        for (var reference : state.resources().references()) {
            if (reference.id() != 0) {
                ids.add(Integer.toString(reference.id()));
            }
        }
        if (ids.length() > 0) {
            text.append(" refs=").append(ids);
        }
    }
}
