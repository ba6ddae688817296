package dev.osmia.verifier.state;

import dev.osmia.program.instruction.Register;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** One function's registers and stack, with where it was called from. Copies share the stack until one of them writes to it. */
public final class Frame {
    /** The call site of the function that a verification starts with. */
    public static final int NO_CALL_SITE = -1;

    private static final StackSlot[] EMPTY = {};

    private final int number;
    private final int subprogram;
    private final int callSite;
    private final RegisterState[] registers;
    private StackSlot[] stack;
    private boolean stackShared;
    private CallbackKind callback = CallbackKind.NONE;
    private ReturnRange returnRange = new ReturnRange(0, 0);
    private int asyncEntries;
    private int callbackDepth;

    /** What kind of callback a function was entered as. */
    public enum CallbackKind {
        NONE,
        SYNCHRONOUS,
        ASYNCHRONOUS,
        EXCEPTION
    }

    /** A function just entered: nothing initialised but the frame pointer. */
    public Frame(int number, int subprogram, int callSite) {
        this.number = number;
        this.subprogram = subprogram;
        this.callSite = callSite;
        this.registers = new RegisterState[Register.COUNT];
        Arrays.fill(registers, RegisterState.NOT_INITIALISED);
        registers[Register.FRAME_POINTER.number()] =
                RegisterState.pointer(RegisterType.STACK, new Pointee.StackFrame(number));
        this.stack = EMPTY;
    }

    private Frame(Frame other) {
        number = other.number;
        subprogram = other.subprogram;
        callSite = other.callSite;
        registers = other.registers.clone();
        stack = other.stack;
        stackShared = true;
        other.stackShared = true;
        callback = other.callback;
        returnRange = other.returnRange;
        asyncEntries = other.asyncEntries;
        callbackDepth = other.callbackDepth;
    }

    /** A copy that changes apart from this. */
    public Frame copy() {
        return new Frame(this);
    }

    /** 0 for the main function's. */
    public int number() {
        return number;
    }

    /** The index of the function. */
    public int subprogram() {
        return subprogram;
    }

    /** The slot of the call, or {@link #NO_CALL_SITE}. */
    public int callSite() {
        return callSite;
    }

    public RegisterState register(Register register) {
        return registers[register.number()];
    }

    public RegisterState register(int register) {
        return registers[register];
    }

    public void setRegister(Register register, RegisterState state) {
        registers[register.number()] = state;
    }

    public void setRegister(int register, RegisterState state) {
        registers[register] = state;
    }

    /** How many slots of the stack are in use, from the top. */
    public int slots() {
        return stack.length;
    }

    /** The slot with the index, counted from the frame's top; the index is below {@link #slots()}. */
    public StackSlot slot(int index) {
        return stack[index];
    }

    public void setSlot(int index, StackSlot slot) {
        if (stack[index] == slot) {
            return;
        }
        if (stackShared) {
            stack = stack.clone();
            stackShared = false;
        }
        stack[index] = slot;
    }

    /** The type of the byte at an offset (negative) from the frame's top, which is within the slots in use. */
    public SlotType byteType(int offset) {
        return stack[StackSlot.indexOf(offset)].type(StackSlot.byteOf(offset));
    }

    public void setByteType(int offset, SlotType type) {
        int index = StackSlot.indexOf(offset);
        setSlot(index, stack[index].withType(StackSlot.byteOf(offset), type));
    }

    /** Brings at least so many bytes below the frame's top into use. */
    public void growStack(int bytes) {
        int needed = (bytes + StackSlot.BYTES - 1) / StackSlot.BYTES;
        int used = stack.length;
        if (needed > used) {
            stack = Arrays.copyOf(stack, needed);
            Arrays.fill(stack, used, needed, StackSlot.INVALID);
            stackShared = false;
        }
    }

    /** Replaces each register and each register spilled to the stack by what the function makes of it; objects on the stack are left. */
    public void replaceRegisters(UnaryOperator<RegisterState> function) {
        for (int i = 0; i < registers.length; i++) {
            registers[i] = function.apply(registers[i]);
        }
        for (int i = 0; i < stack.length; i++) {
            var slot = stack[i];
            if (slot.isSpill()) {
                setSlot(i, slot.withRegister(function.apply(slot.register())));
            }
        }
    }

    public CallbackKind callback() {
        return callback;
    }

    public void enterCallback(CallbackKind kind, ReturnRange range) {
        callback = kind;
        returnRange = range;
    }

    public boolean inSynchronousCallback() {
        return callback == CallbackKind.SYNCHRONOUS;
    }

    /** What the callback may return. */
    public ReturnRange returnRange() {
        return returnRange;
    }

    public int asyncEntries() {
        return asyncEntries;
    }

    public void setAsyncEntries(int entries) {
        asyncEntries = entries;
    }

    /** How many times the callback of the call at hand was entered on this path. */
    public int callbackDepth() {
        return callbackDepth;
    }

    public void setCallbackDepth(int depth) {
        callbackDepth = depth;
    }
}
