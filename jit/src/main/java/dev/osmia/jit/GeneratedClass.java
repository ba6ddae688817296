package dev.osmia.jit;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.TraceClassVisitor;

/**
 * The class that the JIT makes of a program, to be written to disk: it runs with the runtime alone, by way of {@link
 * dev.osmia.runtime.generated.CompiledObject}.
 *
 * @param name the class's name, such as {@code metadata.stamp_metadata}
 * @param bytes the class file
 */
public record GeneratedClass(String name, byte[] bytes) {
    /** Its place below a folder of the class path or in a JAR. */
    public String path() {
        return name.replace('.', '/') + ".class";
    }

    /** The class as readable JVM bytecode. */
    public String text() {
        var text = new StringWriter();
        new ClassReader(bytes).accept(new TraceClassVisitor(new PrintWriter(text)), 0);
        return text.toString();
    }
}
