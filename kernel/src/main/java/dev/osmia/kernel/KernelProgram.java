package dev.osmia.kernel;

import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.ProgramCommands;
import dev.osmia.program.Program;

/** A program in the kernel, ready to run. */
public final class KernelProgram implements AutoCloseable {
    private final Program program;
    private final FileDescriptor descriptor;
    private final KernelMaps maps;

    KernelProgram(Program program, FileDescriptor descriptor, KernelMaps maps) {
        this.program = program;
        this.descriptor = descriptor;
        this.maps = maps;
    }

    /** The program as it was linked. */
    public Program program() {
        return program;
    }

    /** The maps that it was loaded with. */
    public KernelMaps maps() {
        return maps;
    }

    FileDescriptor descriptor() {
        return descriptor;
    }

    /** Bytes of machine code that the kernel's JIT made of it; 0 where the JIT is off. */
    public int machineCodeBytes() {
        var info = ProgramCommands.info(descriptor);
        if (info.result() < 0) {
            throw new KernelException("BPF_OBJ_GET_INFO_BY_FD of program '" + program.name() + "'", -info.result());
        }
        return info.jitedBytes();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
