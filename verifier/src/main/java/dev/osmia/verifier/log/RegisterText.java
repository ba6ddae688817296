package dev.osmia.verifier.log;

import dev.osmia.verifier.domain.ScalarText;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.TypeFlag;
import java.util.StringJoiner;

/** Registers as the kernel's verifier log prints them. */
final class RegisterText {
    private RegisterText() {}

    /** One register of a frame. */
    static String of(RegisterState register, int frame) {
        return register.isScalar() ? scalar(register) : pointer(register, frame);
    }

    private static String scalar(RegisterState register) {
        String precise = register.precise() ? "P" : "";
        if (register.scalar().isConstant()) {
            return precise + ScalarText.signed(register.scalar().constantValue());
        }
        var attributes = "";
        if (register.id() != 0) {
            attributes = "id=" + (register.id() & ~RegisterState.ADDED_CONSTANT);
            if ((register.id() & RegisterState.ADDED_CONSTANT) != 0) {
                attributes += String.format("%+d", register.offset());
            }
        }
        return precise + ScalarText.text(register.scalar(), attributes);
    }

    private static String pointer(RegisterState register, int frame) {
        var scalar = register.scalar();
        var text = new StringBuilder(register.typeText());
        if (register.type() == RegisterType.ARENA) {
            return text.toString();
        }
        if (register.type() == RegisterType.STACK) {
            int pointed = ((Pointee.StackFrame) register.pointee()).frame();
            if (pointed != frame) {
                text.append('[').append(pointed).append(']');
            }
            if (scalar.isConstant()) {
                return text.append(ScalarText.signed(scalar.constantValue() + register.offset()))
                        .toString();
            }
        }
        if (register.pointee() instanceof Pointee.OfStruct struct) {
            text.append(struct.struct().name());
        }
        return text.append(attributes(register)).toString();
    }

    private static String attributes(RegisterState register) {
        var parts = new StringJoiner(",", "(", ")");
        if (register.id() != 0) {
            parts.add("id=" + register.id());
        }
        if (register.reference() != 0) {
            parts.add("ref_obj_id=" + register.reference());
        }
        if (register.has(TypeFlag.NON_OWNING)) {
            parts.add("non_own_ref");
        }
        addPointee(parts, register);
        var scalar = register.scalar();
        if (!scalar.isConstant()) {
            parts.add(ScalarText.ranges(scalar));
        } else if (scalar.constantValue() != 0) {
            parts.add("imm=" + ScalarText.signed(scalar.constantValue()));
        }
        return parts.toString();
    }

    private static void addPointee(StringJoiner parts, RegisterState register) {
        if (register.pointee() instanceof Pointee.OfMap map) {
            var spec = map.map().spec();
            if (!map.map().kernelName().isEmpty()) {
                parts.add("map=" + map.map().kernelName());
            }
            parts.add("ks=" + spec.keySize() + ",vs=" + spec.valueSize());
        }
        if (register.offset() != 0) {
            parts.add("off=" + ScalarText.signed(register.offset()));
        }
        if (register.pointee() instanceof Pointee.PacketRange range) {
            parts.add("r=" + ScalarText.unsigned(range.bytes()));
        }
        if (register.pointee() instanceof Pointee.Memory memory) {
            parts.add("sz=" + ScalarText.unsigned(Integer.toUnsignedLong(memory.size())));
        }
        if (register.pointee() instanceof Pointee.OfDynptr dynptr) {
            parts.add("type=" + dynptr.type().kernelName());
        }
    }
}
