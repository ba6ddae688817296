package dev.osmia.program.object;

import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfExt;
import dev.osmia.program.btf.BtfExtReader;
import dev.osmia.program.btf.BtfReader;
import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.elf.Elf;
import dev.osmia.program.elf.ElfFile;
import dev.osmia.program.elf.ElfSection;
import dev.osmia.program.input.MalformedObjectException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads relocatable ELF objects for BPF, as clang 14 and later write them. Whatever bytes it is given, it answers with a spec or with one line. */
public final class ElfObjectReader {
    /** The largest object that is read: some hundred times the largest known. */
    public static final int MAX_OBJECT_BYTES = 1 << 28;

    private static final int MAX_LICENSE_LENGTH = 127;

    private ElfObjectReader() {}

    /**
     * Reads an object file.
     *
     * @throws IOException where the file cannot be read
     * @throws MalformedObjectException where it is no such object
     */
    public static ObjectSpec read(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            // Not its size: a pipe has none. The first bytes tell a wrong file before gigabytes of it are read.
            var start = stream.readNBytes(4);
            if (start.length < 4
                    || ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt() != Elf.ELFMAG) {
                return read(file.toString(), ByteBuffer.wrap(start));
            }
            var rest = stream.readNBytes(MAX_OBJECT_BYTES - start.length + 1);
            var bytes = new byte[start.length + rest.length];
            System.arraycopy(start, 0, bytes, 0, start.length);
            System.arraycopy(rest, 0, bytes, start.length, rest.length);
            return read(file.toString(), ByteBuffer.wrap(bytes));
        }
    }

    /**
     * Reads an object.
     *
     * @param name the name for messages
     * @param object its bytes, the buffer's remaining ones
     * @throws MalformedObjectException where it is no such object
     */
    public static ObjectSpec read(String name, ByteBuffer object) {
        if (object.remaining() > MAX_OBJECT_BYTES) {
            throw new MalformedObjectException(
                    name, "an object of at most " + MAX_OBJECT_BYTES + " bytes", "a larger file");
        }
        var elf = ElfFile.read(ObjectBytes.of(name, object));
        var section = elf.section(".BTF").map(ElfSection::bytes);
        var types = section.map(bytes -> BtfLayout.of(elf).apply(BtfReader.read(bytes)));
        var externals = new ExternalReader(elf, types).read();
        var btf = types.map(known -> ExternalReader.layOutConfiguration(known, externals));
        var ext = section.flatMap(bytes -> btf.map(known -> ext(elf, bytes, known)))
                .orElse(BtfExt.EMPTY);
        return new ObjectSpec(
                name,
                license(elf),
                version(elf),
                btf,
                new FunctionReader(elf, ext).read(),
                new MapReader(elf, btf, externals).read(),
                externals);
    }

    private static BtfExt ext(ElfFile elf, ObjectBytes btfSection, Btf btf) {
        return elf.section(".BTF.ext")
                .map(ext -> BtfExtReader.read(ext.bytes(), BtfReader.strings(btfSection), btf))
                .orElse(BtfExt.EMPTY);
    }

    private static String license(ElfFile elf) {
        return elf.section("license")
                .map(section -> text(
                        section.bytes().slice(0, Math.min(section.bytes().length(), MAX_LICENSE_LENGTH), "a license")))
                .orElse("");
    }

    private static String text(ObjectBytes bytes) {
        var text = new String(bytes.toArray(), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static OptionalInt version(ElfFile elf) {
        Optional<Integer> version =
                elf.section("version").map(section -> section.bytes().signed32(0, "the version"));
        return version.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
