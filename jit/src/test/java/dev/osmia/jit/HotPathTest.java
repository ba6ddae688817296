package dev.osmia.jit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.runtime.context.ContextStructs;
import dev.osmia.runtime.helper.HelperCatalog;
import dev.osmia.testkit.ApprovalFile;
import dev.osmia.testkit.Checkout;
import dev.osmia.verifier.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** Reads the bytecode of programs that access skb metadata: the way from entry to exit must be compares and buffer accesses. */
final class HotPathTest {
    /** What a function asks once when it starts, and what a fault calls that never happens. */
    private static final Set<String> OUTSIDE_THE_PATH = Set.of(
            "dev/osmia/runtime/ExecutionContext.packet",
            "dev/osmia/runtime/packet/Packet.metadata",
            "dev/osmia/runtime/packet/Packet.metadataStart",
            "dev/osmia/runtime/packet/Packet.metadataLength",
            "dev/osmia/runtime/packet/Packet.metadataShift",
            "dev/osmia/runtime/packet/Packet.cloned",
            "dev/osmia/runtime/generated/GeneratedProgram.program",
            "dev/osmia/runtime/ProgramFault.at");

    private static final Set<String> ACCESSES =
            Set.of("java/lang/invoke/VarHandle.get", "java/lang/invoke/VarHandle.set");

    @ParameterizedTest
    @CsvSource({
        "read_4_x16", "read_8_x16", "read_16_x16", "read_32_x16", "read_64_x8",
        "write_4_x16", "write_8_x16", "write_16_x16", "write_32_x16", "write_64_x8",
        "slice_4_x16", "slice_8_x16", "slice_16_x16", "slice_32_x16", "slice_64_x8",
        "slice_rdwr_4_x16", "slice_rdwr_8_x16", "slice_rdwr_16_x16", "slice_rdwr_32_x16", "slice_rdwr_64_x8",
    })
    void callsNoRuntimeMethodForMetadataAccessesOfConstantLength(String program) throws IOException {
        var calls = new ArrayList<String>();
        visit(program, new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                calls.add(owner + "." + name);
            }
        });
        assertThat(calls)
                .filteredOn(call -> !call.startsWith("java/lang/invoke/VarHandle."))
                .doesNotHaveDuplicates();
        assertThat(calls)
                .contains("java/lang/invoke/VarHandle." + (program.matches("(read|slice)_\\d.*") ? "get" : "set"))
                .isSubsetOf(Stream.concat(OUTSIDE_THE_PATH.stream(), ACCESSES.stream())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"read_16_x1", "write_8_x1", "slice_8_x1", "slice_rdwr_4_x1"})
    void writesTheApprovedBytecode(String program) throws IOException {
        ApprovalFile.assertApproved("bytecode/" + program + ".txt", text(program));
    }

    @Test
    void namesTheFunctionThatIsTooLargeForTheJvm() throws IOException {
        var object = BpfObject.open(Checkout.file("examples/objects/bench_skb_meta.o"));
        var result = object.program("slice_64_x16").load();
        assertThat(result)
                .isInstanceOfSatisfying(
                        LoadResult.Unsupported.class,
                        unsupported -> assertThat(unsupported.missing())
                                .matches("program slice_64_x16: function slice_64_x16 needs \\d+ bytes of bytecode, "
                                        + "more than the 8000 that the JVM compiles"));
    }

    private static byte[] classFile(String program) throws IOException {
        var object = BpfObject.open(Checkout.file("examples/objects/bench_skb_meta.o"));
        var verdict = (Verdict.Accepted) object.program(program).verify();
        var context = ContextStructs.of(verdict.program().type()).orElseThrow();
        return Compiler.classFile(verdict.verified(), HelperCatalog.standard(), context, "test");
    }

    private static void visit(String program, MethodVisitor visitor) throws IOException {
        new ClassReader(classFile(program))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return name.equals(program) ? visitor : null;
                            }
                        },
                        ClassReader.SKIP_FRAMES);
    }

    /** The function's instructions and its size, without frames and line numbers. */
    private static String text(String program) throws IOException {
        var printer = new Textifier(Opcodes.ASM9) {
            @Override
            public void visitLineNumber(int line, Label start) {}

            @Override
            public void visitLocalVariable(
                    String name, String descriptor, String signature, Label start, Label end, int index) {}
        };
        var sized = new CodeSizeEvaluator(new TraceMethodVisitor(printer));
        visit(program, sized);
        var text = new StringWriter();
        try (var writer = new PrintWriter(text)) {
            printer.print(writer);
        }
        return text + "size " + sized.getMaxSize() + "\n";
    }
}
