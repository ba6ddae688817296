package dev.osmia.program.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.program.elf.Elf;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.program.link.Linker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MalformedObjectTest {
    private static final RawInstruction EXIT = new RawInstruction(0x95, 0, 0, (short) 0, 0);

    private static AbstractThrowableAssert<?, ? extends Throwable> assertMalformed(byte[] object) {
        return assertThatThrownBy(() -> ElfObjectReader.read("bad.o", ByteBuffer.wrap(object)))
                .isInstanceOf(MalformedObjectException.class);
    }

    private static byte[] patched(Consumer<ByteBuffer> patch) {
        var bytes = TestObjects.bytes("maps.o");
        patch.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0x7e | bad.o: offset 0x0: expected an ELF file (7f 45 4c 46), found 0x464c457e",
                "4 | 1 | bad.o: offset 0x4: expected a 64-bit object (ELFCLASS64), found 1",
                "5 | 2 | bad.o: offset 0x5: expected a little-endian object (ELFDATA2LSB), found a big-endian one",
                "5 | 7 | bad.o: offset 0x5: expected a little-endian object (ELFDATA2LSB), found 7",
                "16 | 2 | bad.o: offset 0x10: expected a relocatable object (type 1), found 2",
                "18 | 62 | bad.o: offset 0x12: expected an object for BPF (machine 247), found 62",
                "58 | 40 | bad.o: offset 0x3a: expected section headers of 64 bytes, found 40",
                "62 | 99 | bad.o: offset 0x3e: expected the number of the section of names, below 14, found 99",
            })
    void namesTheByteOfTheHeaderThatIsWrong(int offset, String value, String message) {
        assertMalformed(patched(elf -> elf.put(offset, Integer.decode(value).byteValue())))
                .hasMessage(message);
    }

    @Test
    void saysHowFarATruncatedFileGoes() {
        var bytes = TestObjects.bytes("maps.o");

        assertMalformed(new byte[0])
                .hasMessage("bad.o: offset 0x0: expected an ELF header (4 bytes), found 0 bytes left");
        assertMalformed(Arrays.copyOf(bytes, 50))
                .hasMessage("bad.o: offset 0x0: expected an ELF header (64 bytes), found 50 bytes left");
        assertMalformed(Arrays.copyOf(bytes, bytes.length - 1))
                .hasMessageMatching(
                        "bad.o: offset 0x[0-9a-f]+: expected the section table \\(896 bytes\\), found 895 bytes left");
    }

    @Test
    void carriesFileAndOffset() {
        assertMalformed(patched(elf -> elf.put(5, (byte) 2)))
                .asInstanceOf(InstanceOfAssertFactories.type(MalformedObjectException.class))
                .satisfies(malformed -> {
                    assertThat(malformed.file()).isEqualTo("bad.o");
                    assertThat(malformed.offset()).hasValue(5);
                });
    }

    @Test
    void keepsMessagesOnOneLineWhateverNamesHold() {
        var elf = new ElfBuilder();
        elf.function("a\nb\u001b[31m", elf.section("x\ny", 1, ElfBuilder.EXECUTABLE, new byte[8]), 0, 16);

        assertThatThrownBy(elf::read)
                .hasMessageContaining("function a?b?[31m to be whole")
                .hasNoCause();
    }

    @Test
    void readsFilesAsFarAsTheyMatter(@TempDir Path folder) throws IOException {
        var text = Files.writeString(folder.resolve("notes.txt"), "not an object");

        assertThatThrownBy(() -> ElfObjectReader.read(text))
                .hasMessage(text + ": offset 0x0: expected an ELF file (7f 45 4c 46), found 0x20746f6e");
        assertThatThrownBy(() -> ElfObjectReader.read(folder.resolve("absent.o")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ElfObjectReader.read(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void allocatesNothingForSectionsThatTheFileDoesNotHold() {
        var elf = new ElfBuilder();
        elf.section(".bss", Elf.SHT_NOBITS, ElfBuilder.WRITABLE, 1L << 40, new byte[0]);

        assertThatThrownBy(elf::read)
                .hasMessageContaining(
                        "expected a data section of at most 268435456 bytes, found 1099511627776 bytes in .bss");
    }

    @Test
    void refusesSectionsThatOverlap() {
        var elf = new ElfBuilder();
        for (int i = 0; i < 100; i++) {
            elf.section(".data." + i, Elf.SHT_PROGBITS, ElfBuilder.WRITABLE, 2000, new byte[i == 99 ? 2000 : 0]);
        }

        assertThatThrownBy(elf::read).hasMessageContaining("expected sections that do not overlap");
    }

    @Test
    void refusesNamesThatShareTheirBytesTooOften() {
        var elf = new ElfBuilder();
        String longName = "n".repeat(20_000);
        elf.symbol(longName, 0, 0, 0, 0);
        var bytes = elf.build();
        var many = new ElfBuilder();
        many.symbol(longName, 0, 0, 0, 0);
        for (int i = 0; i < 20_000; i++) {
            many.symbol("s", 0, 0, 0, 0);
        }
        var shared = ByteBuffer.wrap(many.build()).order(ByteOrder.LITTLE_ENDIAN);
        int symbols = shared.getInt(64 + 2 * 64 + 24);
        for (int i = 0; i < 20_000; i++) {
            shared.putInt(symbols + 24 * (i + 2), 1 + i);
        }

        assertThat(ElfObjectReader.read("fine.o", ByteBuffer.wrap(bytes)).functions())
                .isEmpty();
        assertMalformed(shared.array()).hasMessageContaining("expected strings that overlap less than 64 times");
    }

    @Test
    void seesOverlappingFunctionsWithoutCopyingThem() {
        var elf = new ElfBuilder();
        int section = elf.section("xdp", Elf.SHT_PROGBITS, ElfBuilder.EXECUTABLE, new byte[8 * 20_000]);
        for (int i = 0; i < 20_000; i++) {
            elf.function("f", section, 0, 8 * 20_000);
        }

        assertThat(elf.read().programs()).hasSize(20_000);
    }

    /** Each function calls the next; a linker that recurses runs out of stack. */
    @Test
    void linksCallsAsDeepAsAnObjectHasThem() {
        int functions = 50_000;
        var code = ByteBuffer.allocate(16 * functions).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < functions; i++) {
            code.putLong(i + 1 < functions ? new RawInstruction(0x85, 0, 1, (short) 0, 1).toLong() : EXIT.toLong());
            code.putLong(EXIT.toLong());
        }
        var elf = new ElfBuilder();
        int section = elf.section("xdp", Elf.SHT_PROGBITS, ElfBuilder.EXECUTABLE, code.array());
        for (int i = 0; i < functions; i++) {
            elf.function("f" + i, section, 16L * i, 16);
        }
        var object = elf.read();

        assertThat(Linker.link(object, object.program("f0")).subprograms()).hasSize(functions);
    }

    @Test
    void refusesProgramsThatNoKernelTakes() {
        var elf = new ElfBuilder();
        int section = elf.section("xdp", Elf.SHT_PROGBITS, ElfBuilder.EXECUTABLE, new byte[8 * 1_000_001]);
        elf.function("long", section, 0, 8 * 1_000_001);
        var object = elf.read();

        assertThatThrownBy(() -> Linker.link(object, object.onlyProgram()))
                .hasMessageContaining("expected program long to have at most 1000000 instructions");
    }

    @Test
    void refusesCallsIntoTheMiddle() {
        var code = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        code.putLong(new RawInstruction(0x85, 0, 1, (short) 0, 1).toLong())
                .putLong(EXIT.toLong())
                .putLong(EXIT.toLong());
        var elf = new ElfBuilder();
        elf.function("f", elf.section("tc", Elf.SHT_PROGBITS, ElfBuilder.EXECUTABLE, code.array()), 0, 24);
        var object = elf.read();

        assertThatThrownBy(() -> Linker.link(object, object.onlyProgram()))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining(
                        "expected the start of a function, found a reference from function f to instruction 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x95 | 1 | expected a call or a 64-bit load to relocate at offset 0x0 of section tc, found opcode 0x95 with symbol 'where'",
                "0x18 | 3 | expected a relocation of type 1 at offset 0x0 of section tc, found type 3",
                "0x18 | 1 | expected a map, global data, a function or an extern at offset 0x0 of section tc, found opcode 0x18",
                "0x85 | 10 | expected a definition of 'where', or its declaration as __ksym or __kconfig, for section tc, found neither",
            })
    void refusesRelocationsThatMakeNoSense(String opcode, int type, String message) {
        var code = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        code.putLong(new RawInstruction(Integer.decode(opcode), 0, 1, (short) 0, -1).toLong());
        var elf = new ElfBuilder();
        int section = elf.section("tc", Elf.SHT_PROGBITS, ElfBuilder.EXECUTABLE, code.array());
        elf.function("f", section, 0, 16);
        int notes = elf.section(".notes", Elf.SHT_PROGBITS, 0, new byte[8]);
        elf.relocations(section, new int[] {
            0, type, elf.symbol("where", Elf.STB_GLOBAL << 4, type == 10 ? 0 : notes, 0, 0)
        });
        var object = elf.read();

        assertThatThrownBy(() -> Linker.link(object, object.onlyProgram()))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "calls_undeclared | expected a definition of 'defined_elsewhere', or its declaration as __ksym or __kconfig, for section xdp, found neither",
                "reads_unknown_section | expected a map, global data, a function or an extern at offset 0x18 of section xdp",
                "wants_configuration | expected for the extern CONFIG_HZ a kernel configuration that has it, found none",
                "of_no_type | expected a section name that tells the type of program of_no_type, such as xdp or tc, found 'xdp_without_meaning'",
            })
    void refusesEachProgramForItsOwnReason(String program, String message) {
        var object = TestObjects.read("unlinkable.o");

        assertThatThrownBy(() -> Linker.link(object, object.program(program)))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("unlinkable.o: ")
                .hasMessageContaining(message);
    }

    @Test
    void readsTablesOfAnySizeInTime() {
        var elf = new ElfBuilder();
        for (int i = 0; i < 30_000; i++) {
            elf.section("xdp", Elf.SHT_PROGBITS, ElfBuilder.EXECUTABLE, new byte[8]);
        }
        for (int i = 0; i < 30_000; i++) {
            elf.function("f" + i, 3 + i, 0, 8);
        }

        assertThat(elf.read().programs()).hasSize(30_000);
    }
}
