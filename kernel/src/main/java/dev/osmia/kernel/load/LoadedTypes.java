package dev.osmia.kernel.load;

import dev.osmia.kernel.bpf.FileDescriptor;
import dev.osmia.kernel.bpf.TypeCommands;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfWriter;

/** An object's types in the kernel. Where the kernel refuses them, its maps and programs do without, as {@code libbpf} has it. */
public final class LoadedTypes implements AutoCloseable {
    private final BtfWriter writer;
    private final FileDescriptor descriptor;
    private final String refusal;

    private LoadedTypes(BtfWriter writer, FileDescriptor descriptor, String refusal) {
        this.writer = writer;
        this.descriptor = descriptor;
        this.refusal = refusal;
    }

    /** Loads the types of an object. */
    public static LoadedTypes load(Btf btf) {
        var writer = new BtfWriter(LoadableTypes.of(btf));
        var loaded = TypeCommands.load(writer.write());
        var descriptor = loaded.result() < 0 ? null : new FileDescriptor(loaded.result());
        return new LoadedTypes(writer, descriptor, loaded.log());
    }

    /** Whether the kernel has them. */
    public boolean accepted() {
        return descriptor != null;
    }

    /** What the kernel said where it refused them. */
    public String refusal() {
        return refusal;
    }

    /** The file descriptor of accepted types. */
    public FileDescriptor descriptor() {
        return descriptor;
    }

    /** The offset of a text that came with the object; 0, the empty text, for others, since what is loaded cannot grow. */
    int string(String text) {
        return writer.find(text).orElse(0);
    }

    @Override
    public void close() {
        if (descriptor != null) {
            descriptor.close();
        }
    }
}
