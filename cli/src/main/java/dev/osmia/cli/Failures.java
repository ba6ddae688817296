package dev.osmia.cli;

import dev.osmia.cli.engine.KernelRejectionException;
import dev.osmia.cli.input.UnusableInputException;
import dev.osmia.cli.verify.JudgementReport;
import dev.osmia.jit.ProgramRejectedException;
import dev.osmia.jit.UnsupportedProgramException;
import dev.osmia.kernel.KernelException;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.object.UnknownProgramException;
import dev.osmia.runtime.ProgramFault;
import dev.osmia.runtime.capture.MalformedCaptureException;
import dev.osmia.runtime.map.MapCreationException;
import dev.osmia.runtime.map.MapOperationException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line on standard error and an exit code; the one place that knows both. */
final class Failures implements IExecutionExceptionHandler {
    /** A program was rejected, or outputs differ. */
    static final int NEGATIVE = 1;

    /** Usage, unreadable or malformed input. */
    static final int UNUSABLE = 2;

    /** Set to anything, it shows where an unexpected failure comes from. */
    private static final String DEBUG = "OSMIA_DEBUG";

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (System.getenv(DEBUG) != null) {
            failure.printStackTrace(command.getErr());
        }
        command.getOut().flush();
        command.getErr().println("osmia: " + line(failure).orElseGet(() -> bug(failure)));
        if (failure instanceof ProgramRejectedException rejected) {
            JudgementReport.explain(rejected.rejection(), command.getErr());
        }
        command.getErr().flush();
        return code(failure);
    }

    /** What a file or an argument caused, as one line; empty for failures that nobody expected. */
    static Optional<String> line(Exception failure) {
        if (failure instanceof NoSuchFileException missing) {
            return Optional.of(missing.getFile() + ": no such file");
        } else if (failure instanceof AccessDeniedException denied) {
            return Optional.of(denied.getFile() + ": permission denied");
        } else if (failure instanceof FileSystemException file) {
            return Optional.of(file.getFile() + ": " + file.getReason());
        }
        boolean expected = failure instanceof MalformedObjectException
                || failure instanceof MalformedCaptureException
                || failure instanceof UnknownProgramException
                || failure instanceof MapCreationException
                || failure instanceof MapOperationException
                || failure instanceof ProgramRejectedException
                || failure instanceof UnsupportedProgramException
                || failure instanceof ProgramFault
                || failure instanceof KernelException
                || failure instanceof KernelRejectionException
                || failure instanceof UnusableInputException
                || failure instanceof IOException;
        return expected ? Optional.of(failure.getMessage()) : Optional.empty();
    }

    private static String bug(Exception failure) {
        return "a bug in Osmia: " + failure + "; set " + DEBUG + " to see where, and please report it";
    }

    private static int code(Exception failure) {
        boolean negative = failure instanceof ProgramRejectedException
                || failure instanceof UnsupportedProgramException
                || failure instanceof KernelRejectionException
                || failure instanceof ProgramFault;
        return negative ? NEGATIVE : UNUSABLE;
    }

    /** A wrong command line: what is wrong, and where to read how it is right. */
    static int usage(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println("osmia: " + wrong.getMessage() + "; see '"
                + command.getCommandSpec().qualifiedName() + " --help'");
        err.flush();
        return UNUSABLE;
    }
}
