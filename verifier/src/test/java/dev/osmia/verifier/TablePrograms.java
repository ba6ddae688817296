package dev.osmia.verifier;

import dev.osmia.program.External;
import dev.osmia.program.MapSpec;
import dev.osmia.program.MapType;
import dev.osmia.program.Program;
import dev.osmia.program.ProgramType;
import dev.osmia.program.assembly.Assembler;
import dev.osmia.program.assembly.Names;
import dev.osmia.testkit.VerdictTable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The programs of tables. */
final class TablePrograms {
    private TablePrograms() {}

    static Program of(VerdictTable.Row row) {
        var names = Names.of(
                id -> Optional.ofNullable(row.helpers().get(id)),
                external -> row.kfuncs().stream().skip(external).findFirst());
        var code = new Assembler(names).assemble(row.code());
        return Program.of("row", type(row.type()), code)
                .withMaps(row.maps().stream().map(TablePrograms::map).toList())
                .withExternals(row.kfuncs().stream().map(TablePrograms::kfunc).toList());
    }

    private static ProgramType type(String name) {
        return Arrays.stream(ProgramType.values())
                .filter(type -> type.kernelName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static MapSpec map(VerdictTable.MapLine line) {
        var type = MapType.valueOf(line.type().toUpperCase(Locale.ROOT));
        return MapSpec.of(line.name(), type, line.keySize(), line.valueSize(), line.maxEntries());
    }

    private static External kfunc(String name) {
        return new External(name, true, false, OptionalInt.empty());
    }
}
