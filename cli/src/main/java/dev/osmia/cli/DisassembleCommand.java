package dev.osmia.cli;

import dev.osmia.cli.input.ObjectFiles;
import dev.osmia.jit.BpfProgram;
import dev.osmia.program.Program;
import dev.osmia.program.assembly.Disassembler;
import dev.osmia.program.assembly.Names;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.runtime.Environment;
import dev.osmia.runtime.helper.HelperCatalog;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osmia disassemble}: instructions with the C source lines between. */
@Command(
        name = "disassemble",
        mixinStandardHelpOptions = true,
        description = "Prints programs as the kernel's log prints instructions, with the C source lines between.")
final class DisassembleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OBJ[:PROGRAM]", description = "An object file, or a program of it.")
    private String reference;

    @Override
    public Integer call() throws Exception {
        int colon = reference.lastIndexOf(':');
        boolean whole = colon <= 0 || Files.exists(Path.of(reference));
        var object = ObjectFiles.open(Path.of(whole ? reference : reference.substring(0, colon)), Environment.create());
        List<BpfProgram> programs = whole ? object.programs() : List.of(object.program(reference.substring(colon + 1)));
        var out = spec.commandLine().getOut();
        for (var program : programs) {
            print(program.link(), out);
        }
        out.flush();
        return 0;
    }

    private static void print(Program program, PrintWriter out) {
        var disassembler = new Disassembler(Names.of(HelperCatalog.standard(), program.externals()));
        SourceLine last = null;
        for (int slot = 0; slot < program.code().slots(); slot++) {
            if (!program.code().startsAt(slot)) {
                continue;
            }
            var subprogram = program.subprogramAt(slot);
            if (subprogram.start() == slot) {
                out.println((slot == 0 ? "" : "\n") + subprogram.name() + ":");
                last = null;
            }
            var line = program.lineAt(slot).orElse(null);
            if (line != null && !Objects.equals(line, last)) {
                out.println("; " + line.text().strip() + " @ " + line);
            }
            last = line;
            out.println(disassembler.print(slot, program.code().at(slot)));
        }
    }
}
