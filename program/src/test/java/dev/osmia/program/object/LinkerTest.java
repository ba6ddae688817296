package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.osmia.program.External;
import dev.osmia.program.Subprogram;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.Reference;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LinkerTest {
    @Test
    void putsSubprogramsBehindTheMainFunction() throws IOException {
        var object = ElfObjectReader.read(Examples.object("metadata.o"));

        var program = Linker.link(object, object.program("stamp_metadata"));

        assertThat(program.subprograms()).hasSizeGreaterThan(1);
        int start = 0;
        for (var subprogram : program.subprograms()) {
            assertThat(subprogram.start()).isEqualTo(start);
            assertThat(program.lines()).containsKey(start);
            start = subprogram.end();
        }
        assertThat(start).isEqualTo(program.code().slots());
    }

    @Test
    void referencesStayWithinWhatTheProgramHas() throws IOException {
        for (var file : Examples.objects()) {
            var object = ElfObjectReader.read(file);
            for (var spec : object.programs()) {
                var program = Linker.link(object, spec);
                for (int slot = 0; slot < program.code().slots(); slot++) {
                    var instruction = program.code().find(slot).orElse(null);
                    if (instruction instanceof Instruction.CallLocal call) {
                        int target = slot + 1 + call.offset();
                        assertThat(program.subprograms())
                                .extracting(Subprogram::start)
                                .contains(target);
                    } else if (instruction instanceof Instruction.CallKfunc call) {
                        assertThat(program.externals().get(call.external()))
                                .extracting(External::function)
                                .isEqualTo(true);
                    } else if (instruction instanceof Instruction.LoadReference load
                            && load.reference() instanceof Reference.MapAddress map) {
                        assertThat(map.map()).isBetween(0, program.maps().size() - 1);
                    }
                }
            }
        }
    }
}
