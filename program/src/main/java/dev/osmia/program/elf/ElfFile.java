package dev.osmia.program.elf;

import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.bytes.StringTable;
import dev.osmia.program.input.MalformedObjectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A relocatable ELF file for BPF: its sections, symbols and relocations, checked, without a thought about what they mean. */
public final class ElfFile {
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_HEADER_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int RELOCATION_BYTES = 16;

    private final ObjectBytes bytes;
    private final List<ElfSection> sections;
    private final Map<String, ElfSection> byName = new HashMap<>();
    private final Map<Long, List<ElfSection>> relocationTables = new HashMap<>();
    private final List<ElfSymbol> symbols;

    private ElfFile(ObjectBytes bytes) {
        this.bytes = bytes;
        checkHeader();
        this.sections = readSections();
        checkTotalSize();
        indexSections();
        this.symbols = readSymbols();
    }

    public static ElfFile read(ObjectBytes bytes) {
        return new ElfFile(bytes);
    }

    public String name() {
        return bytes.file();
    }

    public List<ElfSection> sections() {
        return sections;
    }

    public List<ElfSymbol> symbols() {
        return symbols;
    }

    /** The first section of that name. */
    public Optional<ElfSection> section(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The relocations of the section with that number, in the file's order. */
    public List<ElfRelocation> relocations(int section) {
        var relocations = new ArrayList<ElfRelocation>();
        for (var table : relocationTables.getOrDefault((long) section, List.of())) {
            if (table.type() == Elf.SHT_RELA) {
                throw new MalformedObjectException(
                        name(), table.header() + 4, "relocations of type SHT_REL", "SHT_RELA in " + table.name());
            }
            readRelocations(table, sections.get(section), relocations);
        }
        return relocations;
    }

    private void indexSections() {
        for (var section : sections) {
            byName.putIfAbsent(section.name(), section);
            if (section.type() == Elf.SHT_REL || section.type() == Elf.SHT_RELA) {
                relocationTables
                        .computeIfAbsent(section.info(), unused -> new ArrayList<>())
                        .add(section);
            }
        }
    }

    private void checkHeader() {
        expect(0, Elf.ELFMAG, bytes.signed32(0, "an ELF header"), "an ELF file (7f 45 4c 46)");
        int order = bytes.unsigned8(5, "an ELF header");
        if (order == Elf.ELFDATA2MSB) {
            throw bytes.malformed(5, "a little-endian object (ELFDATA2LSB)", "a big-endian one");
        }
        expect(4, Elf.ELFCLASS64, bytes.unsigned8(4, "an ELF header"), "a 64-bit object (ELFCLASS64)");
        expect(5, Elf.ELFDATA2LSB, order, "a little-endian object (ELFDATA2LSB)");
        expect(6, Elf.EV_CURRENT, bytes.unsigned8(6, "an ELF header"), "ELF version 1");
        bytes.slice(0, HEADER_BYTES, "an ELF header");
        expect(18, Elf.EM_BPF, bytes.unsigned16(18, "an ELF header"), "an object for BPF (machine 247)");
        expect(16, Elf.ET_REL, bytes.unsigned16(16, "an ELF header"), "a relocatable object (type 1)");
        expect(
                58,
                SECTION_HEADER_BYTES,
                bytes.unsigned16(58, "an ELF header"),
                "section headers of " + SECTION_HEADER_BYTES + " bytes");
    }

    private void expect(long offset, int expected, int found, String what) {
        if (found != expected) {
            throw bytes.malformed(offset, what, found < 0 || found > 0xffff ? "0x%08x".formatted(found) : "" + found);
        }
    }

    private List<ElfSection> readSections() {
        long table = bytes.signed64(40, "an ELF header");
        var first = bytes.slice(table, SECTION_HEADER_BYTES, "the section table");
        int count = bytes.unsigned16(60, "an ELF header");
        // Numbers that do not fit the header are in the unused first section.
        long sectionCount = count == 0 ? first.signed64(32, "a section header") : count;
        int names = bytes.unsigned16(62, "an ELF header");
        long namesIndex = names == Elf.SHN_XINDEX ? first.unsigned32(40, "a section header") : names;
        if (sectionCount < 1 || sectionCount > bytes.length() / SECTION_HEADER_BYTES) {
            throw bytes.malformed(60, "a count of sections that fits the file", Long.toUnsignedString(sectionCount));
        }
        var headers = bytes.slice(table, sectionCount * SECTION_HEADER_BYTES, "the section table");
        if (namesIndex >= sectionCount) {
            throw bytes.malformed(62, "the number of the section of names, below " + sectionCount, "" + namesIndex);
        }
        var nameTable = new StringTable(contents(headers, (int) namesIndex));
        var read = new ArrayList<ElfSection>();
        for (int index = 0; index < sectionCount; index++) {
            read.add(readSection(headers, index, nameTable));
        }
        return List.copyOf(read);
    }

    private static ObjectBytes header(ObjectBytes headers, int index) {
        return headers.slice((long) index * SECTION_HEADER_BYTES, SECTION_HEADER_BYTES, "a section header");
    }

    private ObjectBytes contents(ObjectBytes headers, int index) {
        var header = header(headers, index);
        int type = header.signed32(4, "a section header");
        if (index == 0 || type == Elf.SHT_NOBITS || type == Elf.SHT_NULL) {
            return bytes.slice(0, 0, "no bytes");
        }
        long offset = header.signed64(24, "a section header");
        long size = header.signed64(32, "a section header");
        return bytes.slice(offset, size, "the contents of section " + index);
    }

    private ElfSection readSection(ObjectBytes headers, int index, StringTable names) {
        var header = header(headers, index);
        return new ElfSection(
                index,
                index == 0 ? "" : names.at(header.unsigned32(0, "a section header"), "the name of section " + index),
                header.signed32(4, "a section header"),
                header.signed64(8, "a section header"),
                header.signed64(32, "a section header"),
                header.unsigned32(40, "a section header"),
                header.unsigned32(44, "a section header"),
                header.signed64(56, "a section header"),
                contents(headers, index),
                header.fileOffset(0));
    }

    /** Sections do not share bytes; so nothing that is made of each section's bytes can outgrow the file by much. */
    private void checkTotalSize() {
        long total = 0;
        for (var section : sections) {
            total += section.bytes().length();
            if (total > bytes.length()) {
                throw new MalformedObjectException(
                        name(),
                        section.header(),
                        "sections that do not overlap",
                        "more bytes in sections than the file has (" + bytes.length() + ")");
            }
        }
    }

    private List<ElfSymbol> readSymbols() {
        var tables = sections.stream()
                .filter(section -> section.type() == Elf.SHT_SYMTAB)
                .toList();
        if (tables.size() != 1) {
            throw new MalformedObjectException(
                    name(), "one symbol table", tables.isEmpty() ? "none" : tables.size() + " of them");
        }
        var table = tables.get(0);
        checkTable(table, SYMBOL_BYTES);
        if (table.link() >= sections.size()) {
            throw new MalformedObjectException(
                    name(), table.header() + 40, "the section of the symbols' names", "section " + table.link());
        }
        var names = new StringTable(sections.get((int) table.link()).bytes());
        var read = new ArrayList<ElfSymbol>();
        for (int index = 0; index < table.bytes().length() / SYMBOL_BYTES; index++) {
            var entry = table.bytes().slice((long) index * SYMBOL_BYTES, SYMBOL_BYTES, "a symbol");
            read.add(readSymbol(index, entry, names));
        }
        return List.copyOf(read);
    }

    private ElfSymbol readSymbol(int index, ObjectBytes entry, StringTable names) {
        long nameOffset = entry.unsigned32(0, "a symbol");
        int info = entry.unsigned8(4, "a symbol");
        int section = entry.unsigned16(6, "a symbol");
        if (section >= sections.size() && section < Elf.SHN_LORESERVE) {
            throw entry.malformed(6, "a symbol in a section below " + sections.size(), "section " + section);
        }
        return new ElfSymbol(
                index,
                nameOffset == 0 ? "" : names.at(nameOffset, "the name of symbol " + index),
                entry.signed64(8, "a symbol"),
                entry.signed64(16, "a symbol"),
                info & 0xf,
                info >>> 4,
                entry.unsigned8(5, "a symbol") & 3,
                section);
    }

    private void checkTable(ElfSection table, int entryBytes) {
        if (table.entrySize() != entryBytes) {
            throw new MalformedObjectException(
                    name(),
                    table.header() + 56,
                    "entries of " + entryBytes + " bytes in " + table.name(),
                    Long.toUnsignedString(table.entrySize()) + " bytes");
        }
        if (table.bytes().length() % entryBytes != 0) {
            throw new MalformedObjectException(
                    name(),
                    table.header() + 32,
                    "whole entries of " + entryBytes + " bytes in " + table.name(),
                    table.bytes().length() + " bytes");
        }
    }

    private void readRelocations(ElfSection table, ElfSection target, List<ElfRelocation> relocations) {
        checkTable(table, RELOCATION_BYTES);
        for (int position = 0; position < table.bytes().length(); position += RELOCATION_BYTES) {
            var entry = table.bytes().slice(position, RELOCATION_BYTES, "a relocation");
            long offset = entry.signed64(0, "a relocation");
            if (offset < 0 || offset >= target.size()) {
                throw entry.malformed(
                        0,
                        "a relocation within the " + target.size() + " bytes of section " + target.name(),
                        "offset 0x" + Long.toHexString(offset));
            }
            long symbol = entry.unsigned32(12, "a relocation");
            if (symbol >= symbols.size()) {
                throw entry.malformed(12, "a symbol's number below " + symbols.size(), Long.toString(symbol));
            }
            relocations.add(new ElfRelocation(
                    offset, entry.signed32(8, "a relocation"), symbols.get((int) symbol), entry.fileOffset(0)));
        }
    }
}
