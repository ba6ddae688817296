package dev.osmia.program.object;

import dev.osmia.program.elf.Elf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes ELF objects for BPF that no compiler writes. */
final class ElfBuilder {
    static final int EXECUTABLE = 6;
    static final int WRITABLE = 3;
    private static final int HEADER_BYTES = 64;
    private static final int NAMES = 1;
    private static final int SYMBOLS = 2;

    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final List<Section> sections = new ArrayList<>();

    private record Section(
            int name, int type, long flags, long size, int link, int info, int entrySize, byte[] bytes) {}

    ElfBuilder() {
        names.write(0);
        symbol("", 0, 0, 0, 0);
        sections.add(new Section(0, 0, 0, 0, 0, 0, 0, new byte[0]));
        // Filled in at the end.
        sections.add(null);
        sections.add(null);
    }

    private int name(String text) {
        int offset = names.size();
        names.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        names.write(0);
        return offset;
    }

    /** Adds a section and gives its number. */
    int section(String name, int type, long flags, byte[] bytes) {
        return section(name, type, flags, bytes.length, bytes);
    }

    int section(String name, int type, long flags, long size, byte[] bytes) {
        sections.add(new Section(name(name), type, flags, size, 0, 0, 0, bytes));
        return sections.size() - 1;
    }

    /** Adds a symbol and gives its number. */
    int symbol(String name, int info, int section, long value, long size) {
        var entry = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(name.isEmpty() ? 0 : name(name))
                .put((byte) info)
                .put((byte) 0)
                .putShort((short) section);
        entry.putLong(value).putLong(size);
        symbols.writeBytes(entry.array());
        return symbols.size() / 24 - 1;
    }

    int function(String name, int section, long value, long size) {
        return symbol(name, Elf.STB_GLOBAL << 4 | Elf.STT_FUNC, section, value, size);
    }

    /** Adds a section of relocations for another; each is offset, type and symbol. */
    void relocations(int section, int[]... relocations) {
        var table = ByteBuffer.allocate(16 * relocations.length).order(ByteOrder.LITTLE_ENDIAN);
        for (var relocation : relocations) {
            table.putLong(relocation[0]).putInt(relocation[1]).putInt(relocation[2]);
        }
        sections.add(new Section(
                name(".rel" + section), Elf.SHT_REL, 0, table.capacity(), SYMBOLS, section, 16, table.array()));
    }

    byte[] build() {
        int nameOfNames = name(".strtab");
        int nameOfSymbols = name(".symtab");
        sections.set(NAMES, new Section(nameOfNames, Elf.SHT_STRTAB, 0, names.size(), 0, 0, 0, names.toByteArray()));
        sections.set(
                SYMBOLS,
                new Section(nameOfSymbols, Elf.SHT_SYMTAB, 0, symbols.size(), NAMES, 0, 24, symbols.toByteArray()));
        int contents =
                sections.stream().mapToInt(section -> section.bytes().length).sum();
        var elf = ByteBuffer.allocate(HEADER_BYTES * (1 + sections.size()) + contents)
                .order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(Elf.ELFMAG)
                .put((byte) 2)
                .put((byte) 1)
                .put((byte) 1)
                .putLong(0)
                .put((byte) 0);
        elf.putShort((short) Elf.ET_REL).putShort((short) Elf.EM_BPF).putInt(1);
        elf.putLong(0).putLong(0).putLong(HEADER_BYTES).putInt(0);
        elf.putShort((short) HEADER_BYTES).putInt(0).putShort((short) HEADER_BYTES);
        elf.putShort((short) sections.size()).putShort((short) NAMES);
        int offset = HEADER_BYTES * (1 + sections.size());
        for (var section : sections) {
            elf.putInt(section.name())
                    .putInt(section.type())
                    .putLong(section.flags())
                    .putLong(0);
            elf.putLong(offset).putLong(section.size()).putInt(section.link()).putInt(section.info());
            elf.putLong(8).putLong(section.entrySize());
            offset += section.bytes().length;
        }
        sections.forEach(section -> elf.put(section.bytes()));
        return elf.array();
    }

    ObjectSpec read() {
        return ElfObjectReader.read("built.o", ByteBuffer.wrap(build()));
    }
}
