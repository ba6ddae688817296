package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.DynptrOperation;
import dev.osmia.jit.lowering.Link;
import dev.osmia.jit.lowering.LoweredFunction;
import dev.osmia.jit.lowering.LoweredInstruction;
import dev.osmia.jit.lowering.LoweredProgram;
import dev.osmia.jit.lowering.NarrowRegisters;
import dev.osmia.jit.lowering.Place;
import dev.osmia.program.contract.ContextField;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.OperationWidth;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.context.FieldAccessor;
import dev.osmia.runtime.memory.Pointer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes one function as one method. */
final class FunctionEmitter implements LoweredInstruction.Visitor {
    /** What a bounds check, a misaligned atomic or a read-only buffer throws. */
    static final List<String> FAULTS = List.of(
            "java/lang/IndexOutOfBoundsException",
            "java/lang/IllegalStateException",
            "java/lang/UnsupportedOperationException");

    private final LoweredProgram program;
    private final LoweredFunction function;
    private final FunctionNames names;
    private final Bytecode code;
    private final Needs needs;
    private final Locals locals;
    private final ArithmeticEmitter arithmetic;
    private final MemoryEmitter memory;
    private final DynptrEmitter dynptrs;
    private final Map<Integer, Label> labels = new HashMap<>();

    FunctionEmitter(LoweredProgram program, LoweredFunction function, FunctionNames names, Bytecode code) {
        this.program = program;
        this.function = function;
        this.names = names;
        this.code = code;
        this.needs = Needs.of(function);
        this.locals = new Locals(function);
        this.arithmetic = new ArithmeticEmitter(code);
        this.memory = new MemoryEmitter(code, locals, needs.valueMap());
        this.dynptrs = new DynptrEmitter(code, locals, memory, this::loadPacket);
    }

    void emit() {
        var start = new Label();
        var end = new Label();
        var handler = new Label();
        for (var fault : FAULTS) {
            code.catches(start, end, handler, fault);
        }
        initialise();
        code.label(start);
        loadSurroundings();
        function.instructions().forEach(this::emitSlot);
        code.label(end);
        code.label(handler);
        raiseFault();
    }

    /** The JVM wants every local that meets another path to hold a value. */
    private void initialise() {
        for (int number : new int[] {0, 6, 7, 8, 9}) {
            code.constant(0L);
            code.store(Register.of(number).orElseThrow());
        }
        for (int number = 0; number < Register.COUNT; number++) {
            if ((function.narrow().anywhere() & (1 << number)) != 0) {
                code.constant(0);
                code.storeInt(Locals.narrow(Register.of(number).orElseThrow()));
            }
        }
        for (int local : locals.longs()) {
            code.constant(0L);
            code.storeLong(local);
        }
        for (int local : locals.pairs()) {
            code.constant(0);
            code.storeInt(local);
            code.constant(0);
            code.storeInt(local + 1);
        }
        locals.dynptrs().forEach(local -> {
            code.constant(0);
            code.storeInt(local);
        });
        code.at(function.subprogram().start());
    }

    private void loadSurroundings() {
        if (needs.stack()) {
            code.loadObject(Locals.CONTEXT);
            code.invokeVirtual(Bytecode.EXECUTION_CONTEXT, "stack", "()[B");
            code.storeObject(Locals.STACK);
        }
        needs.valueMap().ifPresent(map -> {
            code.mapValues(map);
            code.storeObject(Locals.VALUES);
        });
        loadPacket();
    }

    private void loadPacket() {
        if (needs.packetObject()) {
            code.loadObject(Locals.CONTEXT);
            code.invokeVirtual(Bytecode.EXECUTION_CONTEXT, "packet", "()L" + Bytecode.PACKET + ";");
            code.storeObject(Locals.PACKET);
        }
        if (needs.packet()) {
            packetProperty("data", "L" + Bytecode.BYTE_BUFFER + ";", Locals.PACKET_BUFFER);
            packetProperty("dataStart", "I", Locals.PACKET_START);
            packetProperty("length", "I", Locals.PACKET_LENGTH);
        }
        if (needs.metadata()) {
            packetProperty("metadata", "L" + Bytecode.BYTE_BUFFER + ";", Locals.METADATA_BUFFER);
            packetProperty("metadataStart", "I", Locals.METADATA_START);
            packetProperty("metadataLength", "I", Locals.METADATA_LENGTH);
            packetProperty("metadataShift", "I", Locals.METADATA_SHIFT);
        }
    }

    private void packetProperty(String getter, String type, int local) {
        code.loadObject(Locals.PACKET);
        code.invokeVirtual(Bytecode.PACKET, getter, "()" + type);
        if (type.equals("I")) {
            code.storeInt(local);
        } else {
            code.storeObject(local);
        }
    }

    private void emitSlot(int slot, List<LoweredInstruction> instructions) {
        var label = label(slot);
        code.label(label);
        program.program().lineAt(slot).ifPresent(line -> code.line(line.line(), label));
        if (instructions.stream().anyMatch(FunctionEmitter::canFault)) {
            code.at(slot);
        }
        code.forms(function.narrow().readBy(slot), function.narrow().writtenBy(slot));
        instructions.forEach(instruction -> instruction.accept(this));
        int next = program.program().code().next(slot);
        if (!function.instructions().containsKey(next) && fallsThrough(instructions)) {
            code.invokeStatic(
                    "dev/osmia/runtime/generated/Linkage", "unreachable", "()Ljava/lang/IllegalStateException;");
            code.op(Opcodes.ATHROW);
        }
    }

    /** Whether it can throw. Accesses to the own frame at constant offsets and to JVM locals cannot. */
    private static boolean canFault(LoweredInstruction instruction) {
        if (instruction instanceof LoweredInstruction.Load load) {
            return !isOwnFrame(load.place());
        } else if (instruction instanceof LoweredInstruction.Store store) {
            return !isOwnFrame(store.place());
        }
        return !(instruction instanceof LoweredInstruction.Arithmetic
                || instruction instanceof LoweredInstruction.Negation
                || instruction instanceof LoweredInstruction.SignExtension
                || instruction instanceof LoweredInstruction.Swap
                || instruction instanceof LoweredInstruction.LoadConstant
                || instruction instanceof LoweredInstruction.LoadLink
                || instruction instanceof LoweredInstruction.Goto
                || instruction instanceof LoweredInstruction.Branch
                || instruction instanceof LoweredInstruction.DecidedBranch
                || instruction instanceof LoweredInstruction.ReadContext
                || instruction instanceof LoweredInstruction.Return);
    }

    private static boolean isOwnFrame(Place place) {
        return place instanceof Place.Local || place instanceof Place.LocalWords || place instanceof Place.Frame;
    }

    private static boolean fallsThrough(List<LoweredInstruction> instructions) {
        if (instructions.isEmpty()) {
            return true;
        }
        var last = instructions.get(instructions.size() - 1);
        return !(last instanceof LoweredInstruction.Goto
                || last instanceof LoweredInstruction.DecidedBranch
                || last instanceof LoweredInstruction.Return);
    }

    private Label label(int slot) {
        return labels.computeIfAbsent(slot, any -> new Label());
    }

    private void raiseFault() {
        code.storeObject(Locals.SCRATCH);
        code.loadObject(Locals.EXECUTABLE);
        code.invokeVirtual("dev/osmia/runtime/generated/GeneratedProgram", "program", "()Ldev/osmia/program/Program;");
        code.loadInt(Locals.FAULT_SLOT);
        code.loadObject(Locals.SCRATCH);
        code.invokeStatic(
                "dev/osmia/runtime/ProgramFault",
                "at",
                "(Ldev/osmia/program/Program;ILjava/lang/Throwable;)Ldev/osmia/runtime/ProgramFault;");
        code.op(Opcodes.ATHROW);
    }

    @Override
    public void arithmetic(LoweredInstruction.Arithmetic instruction) {
        arithmetic.alu(instruction.instruction());
    }

    @Override
    public void negation(LoweredInstruction.Negation instruction) {
        arithmetic.negate(instruction.instruction());
    }

    @Override
    public void signExtension(LoweredInstruction.SignExtension instruction) {
        arithmetic.moveSignExtend(instruction.instruction());
    }

    @Override
    public void swap(LoweredInstruction.Swap instruction) {
        arithmetic.byteSwap(instruction.instruction());
    }

    @Override
    public void loadLink(LoweredInstruction.LoadLink instruction) {
        code.linkedNumber(instruction.link());
        if (instruction.addend() != 0) {
            code.constant((long) instruction.addend());
            code.op(Opcodes.LADD);
        }
        code.store(instruction.destination());
    }

    @Override
    public void loadConstant(LoweredInstruction.LoadConstant instruction) {
        code.store(instruction.destination(), instruction.value());
    }

    @Override
    public void load(LoweredInstruction.Load instruction) {
        if (instruction.signExtend() || instruction.size() == MemorySize.DOUBLE_WORD) {
            memory.load(instruction.place(), instruction.size(), instruction.signExtend());
            code.store(instruction.destination());
        } else {
            memory.loadWord(instruction.place(), instruction.size());
            code.storeWord(instruction.destination());
        }
    }

    @Override
    public void store(LoweredInstruction.Store instruction) {
        memory.store(instruction.place(), instruction.size(), new MemoryEmitter.Value() {
            @Override
            public void asLong() {
                code.load(OperationWidth.W64, instruction.source());
            }

            @Override
            public void asInt() {
                code.load(OperationWidth.W32, instruction.source());
            }
        });
    }

    @Override
    public void update(LoweredInstruction.Update instruction) {
        memory.update(instruction.place(), instruction.atomic());
    }

    @Override
    public void fence(LoweredInstruction.Fence instruction) {
        code.invokeStatic("java/lang/invoke/VarHandle", instruction.acquire() ? "acquireFence" : "releaseFence", "()V");
    }

    @Override
    public void readContext(LoweredInstruction.ReadContext instruction) {
        var accessor = instruction.accessor();
        code.loadObject(Locals.PACKET);
        code.invokeVirtual(Bytecode.PACKET, accessor.getterName(), "()" + type(accessor));
        if (accessor.wide()) {
            cutLong(instruction);
            code.store(instruction.destination());
        } else if (instruction.signExtend()) {
            code.op(Opcodes.I2L);
            code.shiftRight(instruction.shift());
            code.signExtend(instruction.size());
            code.store(instruction.destination());
        } else {
            cutWord(instruction);
            code.storeWord(instruction.destination());
        }
    }

    private void cutLong(LoweredInstruction.ReadContext instruction) {
        var field = instruction.accessor().field();
        if (field.kind() == ContextField.Kind.SCALAR) {
            code.shiftRight(instruction.shift());
            if (instruction.signExtend()) {
                code.signExtend(instruction.size());
            } else if (instruction.size().bytes() < field.size()) {
                code.cut(instruction.size());
            }
        }
    }

    private void cutWord(LoweredInstruction.ReadContext instruction) {
        code.shiftRightWord(instruction.shift());
        code.cutWord(instruction.size());
    }

    private static String type(FieldAccessor.Value accessor) {
        return accessor.wide() ? "J" : "I";
    }

    @Override
    public void writeContext(LoweredInstruction.WriteContext instruction) {
        var accessor = instruction.accessor();
        code.loadObject(Locals.PACKET);
        code.load(accessor.wide() ? OperationWidth.W64 : OperationWidth.W32, instruction.source());
        code.invokeVirtual(Bytecode.PACKET, accessor.setterName(), "(" + type(accessor) + ")V");
    }

    @Override
    public void loadPacket(LoweredInstruction.LoadPacket instruction) {
        var load = instruction.instruction();
        var inside = new Label();
        code.loadObject(Locals.PACKET);
        code.constant(load.immediate());
        if (load.index() != null) {
            code.loadWord(load.index());
            code.op(Opcodes.IADD);
        }
        code.constant(load.size().bytes());
        code.invokeVirtual(Bytecode.PACKET, "loadBigEndian", "(II)J");
        code.op(Opcodes.DUP2);
        code.store(Register.R0);
        code.constant(0L);
        code.op(Opcodes.LCMP);
        code.jump(Opcodes.IFGE, inside);
        code.constant(0L);
        code.op(Opcodes.LRETURN);
        code.label(inside);
    }

    @Override
    public void jump(LoweredInstruction.Goto instruction) {
        code.jump(Opcodes.GOTO, label(instruction.target()));
    }

    @Override
    public void branch(LoweredInstruction.Branch instruction) {
        arithmetic.branch(instruction.condition(), label(instruction.target()));
    }

    @Override
    public void decidedBranch(LoweredInstruction.DecidedBranch instruction) {
        code.jump(Opcodes.GOTO, label(instruction.target()));
    }

    @Override
    public void mayGoto(LoweredInstruction.MayGoto instruction) {
        code.loadObject(Locals.CONTEXT);
        code.invokeVirtual(Bytecode.EXECUTION_CONTEXT, "mayGoOn", "()Z");
        code.jump(Opcodes.IFEQ, label(instruction.target()));
    }

    @Override
    public void callFunction(LoweredInstruction.CallFunction instruction) {
        code.loadObject(Locals.EXECUTABLE);
        code.loadObject(Locals.CONTEXT);
        loadArguments();
        code.load(Register.FRAME_POINTER);
        code.constant((long) ExecutionContext.FRAME_BYTES);
        code.op(Opcodes.LADD);
        code.invokeVirtual(names.className(), names.functionName(instruction.function()), Locals.FUNCTION_DESCRIPTOR);
        code.store(Register.R0);
        loadPacket();
    }

    private void loadArguments() {
        for (int number = 1; number <= 5; number++) {
            code.load(Register.of(number).orElseThrow());
        }
    }

    @Override
    public void call(LoweredInstruction.Call instruction) {
        if (instruction.callsBack()) {
            code.loadObject(Locals.CONTEXT);
            code.loadObject(Locals.EXECUTABLE);
            code.load(Register.FRAME_POINTER);
            code.invokeVirtual(Bytecode.EXECUTION_CONTEXT, "enterCall", "(Ldev/osmia/runtime/Executable;J)V");
        }
        code.linkedObject(instruction.link(), Bytecode.HELPER);
        code.loadObject(Locals.CONTEXT);
        loadArguments();
        code.invokeInterface(Bytecode.HELPER, "call", "(L" + Bytecode.EXECUTION_CONTEXT + ";JJJJJ)J");
        code.store(Register.R0);
        if (instruction.movesPacket() || instruction.callsBack()) {
            loadPacket();
        }
    }

    @Override
    public void lookUp(LoweredInstruction.LookUp instruction) {
        code.linkedObject(new Link.MapObject(instruction.map()), Bytecode.MAP);
        code.loadObject(Locals.CONTEXT);
        code.invokeVirtual(Bytecode.EXECUTION_CONTEXT, "cpu", "()I");
        code.loadObject(Locals.STACK);
        code.loadWord(Register.FRAME_POINTER);
        code.add(instruction.keyOffset());
        code.invokeVirtual(Bytecode.MAP, "lookup", "(I[BI)J");
        code.store(Register.R0);
    }

    @Override
    public void tailCall(LoweredInstruction.TailCall instruction) {
        var stays = new Label();
        code.loadObject(Locals.CONTEXT);
        code.load(Register.R2);
        code.loadWord(Register.R3);
        code.invokeVirtual(Bytecode.EXECUTION_CONTEXT, "tailCall", "(JI)Ldev/osmia/runtime/Executable;");
        code.op(Opcodes.DUP);
        code.storeObject(Locals.SCRATCH);
        code.jump(Opcodes.IFNULL, stays);
        code.loadObject(Locals.SCRATCH);
        code.loadObject(Locals.CONTEXT);
        code.invokeInterface("dev/osmia/runtime/Executable", "run", "(L" + Bytecode.EXECUTION_CONTEXT + ";)J");
        code.op(Opcodes.LRETURN);
        code.label(stays);
        code.constant(-1L);
        code.store(Register.R0);
    }

    @Override
    public void exit(LoweredInstruction.Return instruction) {
        code.load(Register.R0);
        code.op(Opcodes.LRETURN);
    }

    @Override
    public void dynptr(LoweredInstruction.Dynptr instruction) {
        dynptrs.emit(instruction.operation(), this::goToNullTarget);
    }

    /** Sets R0 to null, runs what lies between a slice and its null check, and goes where the check sends null. */
    private void goToNullTarget(DynptrOperation.NullCheck check) {
        var asNull = function.narrow().nullWrittenBy(check.call());
        code.forms(NarrowRegisters.Form.WIDE, asNull);
        code.store(Register.R0, Pointer.NULL);
        for (int slot : check.between()) {
            if (check.copies().contains(slot)) {
                code.forms(NarrowRegisters.Form.WIDE, asNull);
                code.store(((Instruction.Alu) program.program().code().at(slot)).destination(), Pointer.NULL);
            } else {
                code.forms(function.narrow().readBy(slot), function.narrow().writtenBy(slot));
                function.instructions().get(slot).forEach(instruction -> instruction.accept(this));
            }
        }
        code.jump(Opcodes.GOTO, label(check.target()));
    }
}
