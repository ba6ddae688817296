package dev.osmia.program.btf;

import dev.osmia.program.bytes.ObjectBytes;
import dev.osmia.program.bytes.StringTable;
import java.util.ArrayList;

/** Reads an object's section {@code .BTF.ext} ({@code Documentation/bpf/btf.rst}). */
public final class BtfExtReader {
    private static final int HEADER_BYTES = 24;
    private static final int CORE_HEADER_BYTES = 32;
    private static final int FUNCTION_BYTES = 8;
    private static final int LINE_BYTES = 16;
    private static final int CORE_BYTES = 16;
    private static final int MAX_RECORD_BYTES = 256;
    private static final int COLUMN_BITS = 10;

    private final ObjectBytes section;
    private final StringTable strings;
    private final Btf btf;

    private BtfExtReader(ObjectBytes section, StringTable strings, Btf btf) {
        this.section = section;
        this.strings = strings;
        this.btf = btf;
    }

    /** Reads a section; its strings are those of {@code .BTF}. */
    public static BtfExt read(ObjectBytes section, StringTable strings, Btf btf) {
        return new BtfExtReader(section, strings, btf).read();
    }

    private BtfExt read() {
        long header = BtfReader.header(section, HEADER_BYTES);
        var functions = new ArrayList<BtfExt.FunctionInfo>();
        records(header, 8, FUNCTION_BYTES, "function info", (name, record) -> functions.add(function(name, record)));
        var lines = new ArrayList<BtfExt.LineInfo>();
        records(header, 16, LINE_BYTES, "line info", (name, record) -> lines.add(line(name, record)));
        var relocations = new ArrayList<CoreRelocation>();
        if (header >= CORE_HEADER_BYTES) {
            records(
                    header,
                    24,
                    CORE_BYTES,
                    "CO-RE relocations",
                    (name, record) -> relocations.add(relocation(name, record)));
        }
        return new BtfExt(functions, lines, relocations);
    }

    private BtfExt.FunctionInfo function(String name, ObjectBytes record) {
        return new BtfExt.FunctionInfo(name, offset(record), typeId(record));
    }

    private BtfExt.LineInfo line(String name, ObjectBytes record) {
        var file = strings.at(record.unsigned32(4, "a file name"), "a file name");
        var text = strings.at(record.unsigned32(8, "a source line"), "a source line");
        int position = record.signed32(12, "a line number");
        var line = new SourceLine(file, position >>> COLUMN_BITS, position & (1 << COLUMN_BITS) - 1, text);
        return new BtfExt.LineInfo(name, offset(record), line);
    }

    private CoreRelocation relocation(String name, ObjectBytes record) {
        var access = strings.at(record.unsigned32(8, "an access string"), "an access string");
        int number = record.signed32(12, "the kind of a CO-RE relocation");
        var kinds = CoreRelocation.Kind.values();
        if (number < 0 || number >= kinds.length) {
            throw record.malformed(
                    12,
                    "the kind of a CO-RE relocation from 0 to " + (kinds.length - 1),
                    Integer.toUnsignedString(number));
        }
        return new CoreRelocation(name, offset(record), typeId(record), access, kinds[number], record.fileOffset(0));
    }

    private static long offset(ObjectBytes record) {
        return record.unsigned32(0, "the offset of an instruction");
    }

    private int typeId(ObjectBytes record) {
        int id = record.signed32(4, "a BTF type id");
        if (id < 0 || id > btf.size()) {
            throw record.malformed(4, "a BTF type id from 0 to " + btf.size(), Integer.toUnsignedString(id));
        }
        return id;
    }

    private interface RecordReader {
        void read(String sectionName, ObjectBytes bytes);
    }

    /** Reads one of the tables: the size of a record, then for each ELF section its name, a count and its records. */
    private void records(long header, int field, int minimum, String what, RecordReader reader) {
        long start = header + section.unsigned32(field, "the offset of " + what);
        long length = section.unsigned32(field + 4, "the length of " + what);
        if (length == 0) {
            return;
        }
        var table = section.slice(start, length, what);
        long recordBytes = table.unsigned32(0, "the record size of " + what);
        if (recordBytes < minimum || recordBytes > MAX_RECORD_BYTES || recordBytes % 4 != 0) {
            throw table.malformed(
                    0,
                    "%s in records of %d to %d bytes".formatted(what, minimum, MAX_RECORD_BYTES),
                    recordBytes + " bytes");
        }
        long position = 4;
        while (position < table.length()) {
            var name = strings.at(table.unsigned32(position, what), "the section name of " + what);
            long count = table.unsigned32(position + 4, "the count of " + what);
            position += 8;
            var records = table.slice(position, count * recordBytes, what);
            for (long i = 0; i < count; i++) {
                reader.read(name, records.slice(i * recordBytes, recordBytes, what));
            }
            position += count * recordBytes;
        }
    }
}
