package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.Link;
import dev.osmia.jit.lowering.NarrowRegisters;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.memory.Pointer;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes JVM instructions of one method, in the few idioms that generated code is made of. */
final class Bytecode {
    static final String EXECUTION_CONTEXT = "dev/osmia/runtime/ExecutionContext";
    static final String PACKET = "dev/osmia/runtime/packet/Packet";
    static final String BYTE_BUFFER = "java/nio/ByteBuffer";
    static final String MAP = "dev/osmia/runtime/map/BpfMap";
    static final String HELPER = "dev/osmia/runtime/HelperFunction";

    private static final long LOW_HALF = 0xffff_ffffL;
    private final MethodVisitor method;
    private final Constants constants;
    private NarrowRegisters.Form read = NarrowRegisters.Form.WIDE;
    private NarrowRegisters.Form written = NarrowRegisters.Form.WIDE;

    Bytecode(MethodVisitor method, Constants constants) {
        this.method = method;
        this.constants = constants;
    }

    void op(int opcode) {
        method.visitInsn(opcode);
    }

    void loadLong(int local) {
        method.visitVarInsn(Opcodes.LLOAD, local);
    }

    void storeLong(int local) {
        method.visitVarInsn(Opcodes.LSTORE, local);
    }

    void loadInt(int local) {
        method.visitVarInsn(Opcodes.ILOAD, local);
    }

    void storeInt(int local) {
        method.visitVarInsn(Opcodes.ISTORE, local);
    }

    void loadObject(int local) {
        method.visitVarInsn(Opcodes.ALOAD, local);
    }

    void storeObject(int local) {
        method.visitVarInsn(Opcodes.ASTORE, local);
    }

    /** Says how the registers that the next instruction reads and writes are held. */
    void forms(NarrowRegisters.Form ofRead, NarrowRegisters.Form ofWritten) {
        read = ofRead;
        written = ofWritten;
    }

    private static boolean isIn(int mask, Register register) {
        return (mask & (1 << register.number())) != 0;
    }

    /** Whether the instruction reads the operand as the offset of a pointer into the packet region. */
    boolean readsPointer(Operand operand) {
        return operand instanceof Register register && isIn(read.pointers(), register);
    }

    /** Whether only the low half of what the instruction writes to the register counts. */
    boolean writesWord(Register register) {
        return isIn(written.narrow(), register);
    }

    /** The register as a {@code long}. */
    void load(Register register) {
        if (isIn(read.pointers(), register)) {
            loadInt(Locals.narrow(register));
            pointer();
        } else if (isIn(read.narrow(), register)) {
            loadInt(Locals.narrow(register));
            zeroExtend();
        } else {
            loadLong(Locals.register(register));
        }
    }

    /** Makes the offset on the stack a pointer into the packet region. */
    private void pointer() {
        op(Opcodes.I2L);
        constant(Pointer.of(Pointer.PACKET, 0));
        op(Opcodes.LADD);
    }

    /** The pointer into the packet region whose offset is on the stack becomes the register's value. */
    void storePointer(Register register) {
        if (writesWord(register)) {
            storeInt(Locals.narrow(register));
        } else {
            pointer();
            storeLong(Locals.register(register));
        }
    }

    /** The register's low half as an {@code int}. */
    void loadWord(Register register) {
        if (isIn(read.narrow(), register)) {
            loadInt(Locals.narrow(register));
        } else {
            loadLong(Locals.register(register));
            op(Opcodes.L2I);
        }
    }

    /** The {@code long} on the stack becomes the register's value. */
    void store(Register register) {
        if (writesWord(register)) {
            op(Opcodes.L2I);
            storeInt(Locals.narrow(register));
        } else {
            storeLong(Locals.register(register));
        }
    }

    /** The {@code int} on the stack, zero-extended, becomes the register's value. */
    void storeWord(Register register) {
        if (writesWord(register)) {
            storeInt(Locals.narrow(register));
        } else {
            zeroExtend();
            storeLong(Locals.register(register));
        }
    }

    /** A constant becomes the register's value. */
    void store(Register register, long value) {
        if (writesWord(register)) {
            constant((int) value);
            storeInt(Locals.narrow(register));
        } else {
            constant(value);
            storeLong(Locals.register(register));
        }
    }

    /** The operand at the width: a {@code long}, or an {@code int}. */
    void load(OperationWidth width, Operand operand) {
        if (operand instanceof Register register) {
            if (width == OperationWidth.W32) {
                loadWord(register);
            } else {
                load(register);
            }
        } else {
            int value = ((Operand.Immediate) operand).value();
            if (width == OperationWidth.W32) {
                constant(value);
            } else {
                constant((long) value);
            }
        }
    }

    /** Zero-extends the {@code int} on the stack. */
    void zeroExtend() {
        op(Opcodes.I2L);
        constant(LOW_HALF);
        op(Opcodes.LAND);
    }

    /** Sign-extends the lowest bytes of the {@code long} on the stack. */
    void signExtend(MemorySize size) {
        if (size != MemorySize.DOUBLE_WORD) {
            constant(Long.SIZE - size.bits());
            op(Opcodes.LSHL);
            constant(Long.SIZE - size.bits());
            op(Opcodes.LSHR);
        }
    }

    /** Cuts the {@code long} on the stack to the size. */
    void cut(MemorySize size) {
        if (size != MemorySize.DOUBLE_WORD) {
            constant(-1L >>> (Long.SIZE - size.bits()));
            op(Opcodes.LAND);
        }
    }

    /** Cuts the {@code int} on the stack to the size. */
    void cutWord(MemorySize size) {
        if (size.bytes() < MemorySize.WORD.bytes()) {
            constant(-1 >>> (Integer.SIZE - size.bits()));
            op(Opcodes.IAND);
        }
    }

    /** Shifts the {@code long} on the stack down. */
    void shiftRight(int bits) {
        if (bits != 0) {
            constant(bits);
            op(Opcodes.LUSHR);
        }
    }

    /** Shifts the {@code int} on the stack down. */
    void shiftRightWord(int bits) {
        if (bits != 0) {
            constant(bits);
            op(Opcodes.IUSHR);
        }
    }

    void constant(int value) {
        if (value >= -1 && value <= 5) {
            op(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            method.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            method.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            method.visitLdcInsn(value);
        }
    }

    void constant(long value) {
        if (value == 0 || value == 1) {
            op(value == 0 ? Opcodes.LCONST_0 : Opcodes.LCONST_1);
        } else if (value == (short) value) {
            constant((int) value);
            op(Opcodes.I2L);
        } else {
            method.visitLdcInsn(value);
        }
    }

    /** Adds a constant to the {@code int} on the stack. */
    void add(int value) {
        if (value != 0) {
            constant(value);
            op(Opcodes.IADD);
        }
    }

    /** An object of this class that the generated class is bound to when it is defined. */
    void linkedObject(Link link, String internalName) {
        linked(link, Type.getObjectType(internalName));
    }

    /** The buffer of a map's values. */
    void mapValues(int map) {
        linkedObject(new Link.MapObject(map), MAP);
        invokeVirtual(MAP, "values", "()L" + BYTE_BUFFER + ";");
    }

    /** A number that the generated class is bound to when it is defined. */
    void linkedNumber(Link link) {
        linked(link, Type.LONG_TYPE);
    }

    private void linked(Link link, Type type) {
        constants.use(link.name(), type);
        staticField(constants.className(), link.name(), type.getDescriptor());
    }

    void staticField(String owner, String name, String descriptor) {
        method.visitFieldInsn(Opcodes.GETSTATIC, owner, name, descriptor);
    }

    void invokeVirtual(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    }

    void invokeStatic(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    void invokeInterface(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEINTERFACE, owner, name, descriptor, true);
    }

    void jump(int opcode, Label target) {
        method.visitJumpInsn(opcode, target);
    }

    void label(Label label) {
        method.visitLabel(label);
    }

    void line(int line, Label at) {
        method.visitLineNumber(line, at);
    }

    void catches(Label start, Label end, Label handler, String exception) {
        method.visitTryCatchBlock(start, end, handler, exception);
    }

    /** Notes the instruction that runs next, in case it faults. */
    void at(int slot) {
        constant(slot);
        storeInt(Locals.FAULT_SLOT);
    }
}
