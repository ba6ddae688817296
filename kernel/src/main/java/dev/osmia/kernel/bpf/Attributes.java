package dev.osmia.kernel.bpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** A command's argument: {@code union bpf_attr} of {@code linux/bpf.h}, as far as the command uses it; the rest is zero. */
final class Attributes {
    /** Bytes of a name with the zero behind it ({@code BPF_OBJ_NAME_LEN}). */
    static final int BPF_OBJ_NAME_LEN = 16;

    private final Memory memory;

    Attributes(NativeMemory owner, int bytes) {
        memory = owner.allocate(bytes);
    }

    Attributes put(int field, int value) {
        memory.setInt(field, value);
        return this;
    }

    Attributes put(int field, long value) {
        memory.setLong(field, value);
        return this;
    }

    /** Stores an address. */
    Attributes put(int field, Pointer address) {
        return put(field, Pointer.nativeValue(address));
    }

    /** Stores as much of the name as the kernel keeps, with what it does not take in names replaced. */
    Attributes putName(int field, String name) {
        var taken = name.replaceAll("[^A-Za-z0-9_.]", "_").getBytes(StandardCharsets.US_ASCII);
        memory.write(field, taken, 0, Math.min(taken.length, BPF_OBJ_NAME_LEN - 1));
        return this;
    }

    int get(int field) {
        return memory.getInt(field);
    }

    Pointer pointer() {
        return memory;
    }

    int bytes() {
        return (int) memory.size();
    }
}
