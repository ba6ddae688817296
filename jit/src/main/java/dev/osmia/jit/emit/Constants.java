package dev.osmia.jit.emit;

import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The objects and numbers that a class is bound to, as static final fields that its initialiser fills. They could be dynamic constants, but
 * HotSpot 17 compiles no method with one that is not resolved yet, and a constant on a path that is never taken never is.
 */
final class Constants {
    private static final String LINKAGE = "dev/osmia/runtime/generated/Linkage";
    private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
    private static final int ACCESS = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

    private final String className;
    private final SortedMap<String, Type> fields = new TreeMap<>();

    Constants(String className) {
        this.className = className;
    }

    /** Notes that a constant is used. */
    void use(String name, Type type) {
        fields.put(name, type);
    }

    String className() {
        return className;
    }

    /** Writes the fields and the initialiser. */
    void emit(ClassVisitor writer) {
        fields.forEach((name, type) -> writer.visitField(ACCESS, name, type.getDescriptor(), null, null)
                .visitEnd());
        var method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        method.visitCode();
        fields.forEach((name, type) -> {
            boolean number = type.getSort() == Type.LONG;
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()L" + LOOKUP + ";", false);
            method.visitLdcInsn(name);
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    LINKAGE,
                    number ? "number" : "object",
                    "(L" + LOOKUP + ";Ljava/lang/String;)" + (number ? "J" : "Ljava/lang/Object;"),
                    false);
            if (!number) {
                method.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
            }
            method.visitFieldInsn(Opcodes.PUTSTATIC, className, name, type.getDescriptor());
        });
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
