package dev.osmia.kernel.load;

import dev.osmia.program.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a program's functions and lines come from, as the kernel takes it: {@code struct bpf_func_info} and {@code struct
 * bpf_line_info} of {@code linux/bpf.h}. It takes all of it or nothing, so what is incomplete is left out.
 */
final class Origins {
    private static final int FUNC_INFO_BYTES = 8;
    private static final int LINE_INFO_BYTES = 16;
    private static final int COLUMN_BITS = 10;
    private static final byte[] NONE = new byte[0];

    private Origins() {}

    /** One record for each function; none where the type of one is not known. */
    static byte[] functions(Program program) {
        var records = ByteBuffer.allocate(program.subprograms().size() * FUNC_INFO_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (var subprogram : program.subprograms()) {
            if (subprogram.btfFunction().isEmpty()) {
                return NONE;
            }
            records.putInt(subprogram.start()).putInt(subprogram.btfFunction().getAsInt());
        }
        return records.array();
    }

    /** One record for each place where a line starts; none where a function starts without. */
    static byte[] lines(Program program, LoadedTypes types) {
        var lines = program.lines();
        if (!program.subprograms().stream().allMatch(subprogram -> lines.containsKey(subprogram.start()))) {
            return NONE;
        }
        var places = lines.keySet().stream().filter(program.code()::startsAt).toList();
        var records = ByteBuffer.allocate(places.size() * LINE_INFO_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int slot : places) {
            var line = lines.get(slot);
            records.putInt(slot)
                    .putInt(types.string(line.file()))
                    .putInt(types.string(line.text()))
                    .putInt(line.line() << COLUMN_BITS | line.column());
        }
        return records.array();
    }
}
