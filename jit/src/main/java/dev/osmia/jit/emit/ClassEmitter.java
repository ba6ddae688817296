package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.LoweredFunction;
import dev.osmia.jit.lowering.LoweredProgram;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.runtime.ExecutionContext;
import dev.osmia.runtime.generated.GeneratedNames;
import dev.osmia.runtime.memory.Pointer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Writes a lowered program as one class: a subclass of {@code GeneratedProgram} with a method for each function. */
public final class ClassEmitter {
    /** HotSpot never compiles a longer method ({@code HugeMethodLimit}); it would stay interpreted. */
    public static final int HUGE_METHOD_LIMIT = 8000;

    private static final String SUPERCLASS = "dev/osmia/runtime/generated/GeneratedProgram";
    private static final String CONSTRUCTOR_DESCRIPTOR = "(Ldev/osmia/program/Program;)V";
    private static final String RUN_DESCRIPTOR = "(Ldev/osmia/runtime/ExecutionContext;)J";
    private static final String CALLBACK_DESCRIPTOR = "(Ldev/osmia/runtime/ExecutionContext;IJJJJJJ)J";

    private final LoweredProgram program;
    private final FunctionNames names;
    private final Constants constants;
    private final ClassWriter writer = new FrameComputer();

    private ClassEmitter(LoweredProgram program, String packageName) {
        this.program = program;
        var className = packageName.replace('.', '/') + "/"
                + GeneratedNames.identifier(program.program().name());
        this.names = new FunctionNames(className, program.program());
        this.constants = new Constants(className);
    }

    /**
     * The class file.
     *
     * @param packageName the package that the class is to live in
     * @throws FunctionTooLargeException if a function would exceed {@link #HUGE_METHOD_LIMIT}
     */
    public static byte[] emit(LoweredProgram program, String packageName) {
        return new ClassEmitter(program, packageName).emit();
    }

    private byte[] emit() {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
        writer.visit(Opcodes.V17, access, names.className(), null, SUPERCLASS, null);
        program.program()
                .lineAt(0)
                .map(SourceLine::file)
                .ifPresent(file -> writer.visitSource(file.substring(file.lastIndexOf('/') + 1), null));
        constructor();
        run();
        callback();
        program.functions().forEach(this::function);
        constants.emit(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void constructor() {
        var method = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", CONSTRUCTOR_DESCRIPTOR, null, null);
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, SUPERCLASS, "<init>", CONSTRUCTOR_DESCRIPTOR, false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void run() {
        var method = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", RUN_DESCRIPTOR, null, null);
        var code = new Bytecode(method, constants);
        method.visitCode();
        code.loadObject(0);
        code.loadObject(1);
        code.constant(Pointer.of(Pointer.CONTEXT, 0));
        for (int unused = 2; unused <= 5; unused++) {
            code.constant(0L);
        }
        code.constant(ExecutionContext.mainFramePointer());
        code.invokeVirtual(names.className(), names.functionName(0), Locals.FUNCTION_DESCRIPTOR);
        code.op(Opcodes.LRETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** Parameters: 1 context, 2 function, 3 frame pointer, 5 to 13 R1 to R5. */
    private void callback() {
        var method = writer.visitMethod(Opcodes.ACC_PUBLIC, "callback", CALLBACK_DESCRIPTOR, null, null);
        var code = new Bytecode(method, constants);
        method.visitCode();
        code.loadObject(0);
        code.loadObject(1);
        for (int argument = 0; argument < 5; argument++) {
            code.loadLong(5 + 2 * argument);
        }
        code.loadLong(3);
        code.loadInt(2);
        var unknown = new Label();
        var keys = program.functions().stream().mapToInt(LoweredFunction::index).toArray();
        var labels = new Label[keys.length];
        for (int i = 0; i < keys.length; i++) {
            labels[i] = new Label();
        }
        method.visitLookupSwitchInsn(unknown, keys, labels);
        for (int i = 0; i < keys.length; i++) {
            code.label(labels[i]);
            code.invokeVirtual(names.className(), names.functionName(keys[i]), Locals.FUNCTION_DESCRIPTOR);
            code.op(Opcodes.LRETURN);
        }
        code.label(unknown);
        code.invokeStatic("dev/osmia/runtime/generated/Linkage", "unreachable", "()Ljava/lang/IllegalStateException;");
        code.op(Opcodes.ATHROW);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void function(LoweredFunction function) {
        var name = names.functionName(function.index());
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_PRIVATE, name, Locals.FUNCTION_DESCRIPTOR, null, null);
        var sized = new CodeSizeEvaluator(method);
        sized.visitCode();
        new FunctionEmitter(program, function, names, new Bytecode(sized, constants)).emit();
        sized.visitMaxs(0, 0);
        sized.visitEnd();
        if (sized.getMaxSize() > HUGE_METHOD_LIMIT) {
            throw new FunctionTooLargeException(program.program().name(), name, sized.getMaxSize());
        }
    }

    /** Computes frames without loading classes: only caught exceptions ever meet as different types. */
    private static final class FrameComputer extends ClassWriter {
        FrameComputer() {
            super(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        }

        @Override
        protected String getCommonSuperClass(String first, String second) {
            return FunctionEmitter.FAULTS.contains(first) ? "java/lang/RuntimeException" : "java/lang/Object";
        }
    }
}
