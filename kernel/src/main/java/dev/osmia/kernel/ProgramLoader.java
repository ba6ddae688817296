package dev.osmia.kernel;

import dev.osmia.kernel.KernelVerdict.Stage;
import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.ProgramCommands;
import dev.osmia.kernel.load.KernelTypes;
import dev.osmia.kernel.load.LoadableProgram;
import dev.osmia.kernel.load.LoadedTypes;
import dev.osmia.program.Program;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.program.uapi.Errno;
import java.util.Optional;

/**
 * Loads one program. A rejection's reason is not always in the log of the lowest level, and the instruction never is: then the program
 * is loaded once more, with a log of the path, of which the end is enough.
 */
final class ProgramLoader {
    private static final int FIRST_LOG_BYTES = 1 << 16;
    private static final int MOST_LOG_BYTES = 1 << 29;
    private static final int TAIL_BYTES = 1 << 20;

    private final Program program;
    private final KernelMaps maps;
    private final LogLevel level;

    ProgramLoader(Program program, KernelMaps maps, LogLevel level) {
        this.program = program;
        this.maps = maps;
        this.level = level;
    }

    LoadResult load() {
        int[] descriptors;
        try {
            descriptors = maps.openAll(program.maps()).stream()
                    .mapToInt(map -> map.descriptor().number())
                    .toArray();
        } catch (KernelException refusal) {
            return refused(Stage.MAPS, refusal.errno(), refusal.getMessage(), new VerifierLog(""));
        }
        var types = program.btf().map(maps::types).orElse(null);
        var loadable = LoadableProgram.of(program, descriptors, types, KernelTypes.running());
        if (!loadable.missing().isEmpty()) {
            return refused(Stage.SYMBOLS, Errno.ESRCH, loadable.missing(), new VerifierLog(""));
        }
        var loaded = load(loadable.image());
        if (loaded.result() < 0) {
            return refused(loadable.image(), -loaded.result(), new VerifierLog(loaded.log()), prefix(types));
        }
        var verdict = new KernelVerdict.Accepted(new VerifierLog(prefix(types) + loaded.log()));
        return new LoadResult.Loaded(new KernelProgram(program, new FileDescriptor(loaded.result()), maps), verdict);
    }

    private static String prefix(LoadedTypes types) {
        return types == null || types.accepted() ? "" : "BTF refused: " + types.refusal();
    }

    /** Loads with as much room for the log as the log takes. */
    private ProgramCommands.Loaded load(ProgramCommands.Image image) {
        int room = FIRST_LOG_BYTES;
        while (true) {
            var loaded = ProgramCommands.load(image, level.number(), room);
            boolean cut = loaded.result() == -Errno.ENOSPC && loaded.logBytes() > room && room < MOST_LOG_BYTES;
            if (!cut) {
                return loaded;
            }
            room = Math.min(MOST_LOG_BYTES, Math.max(2 * room, loaded.logBytes()));
        }
    }

    private LoadResult refused(ProgramCommands.Image image, int errno, VerifierLog log, String prefix) {
        boolean told = !log.message().isEmpty() && (log.instruction().isPresent() || errno == Errno.E2BIG);
        if (told) {
            return refused(Stage.VERIFIER, errno, log.message(), new VerifierLog(prefix + log.text()));
        }
        var path = new VerifierLog(
                ProgramCommands.load(image, LogLevel.PATH.number(), TAIL_BYTES).log());
        var better = path.message().isEmpty() ? log : path;
        var whole = new VerifierLog(prefix + better.text());
        return better.message().isEmpty()
                ? refused(Stage.LOAD, errno, "BPF_PROG_LOAD: " + Errno.name(errno), whole)
                : refused(Stage.VERIFIER, errno, better.message(), whole);
    }

    private LoadResult refused(Stage stage, int errno, String message, VerifierLog log) {
        var instruction = log.instruction();
        // Not the line that the log names last: it names a line once, and may have forgotten the path on which it did.
        var source = instruction.isPresent() ? program.lineAt(instruction.getAsInt()) : Optional.<SourceLine>empty();
        var verdict = new KernelVerdict.Refused(stage, errno, message, instruction, source, log);
        return new LoadResult.Refused(program.name(), verdict);
    }
}
