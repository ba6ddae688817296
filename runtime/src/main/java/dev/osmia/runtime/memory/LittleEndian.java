package dev.osmia.runtime.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Bounds-checked little-endian views. The views of buffers ignore the buffer's own byte order and check against its limit, so that a
 * caller's buffer can be used as it is. The views of direct buffers also serve atomic access where the index is aligned.
 */
public final class LittleEndian {
    public static final VarHandle SHORT_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONG_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle SHORT_IN_BUFFER =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT_IN_BUFFER =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONG_IN_BUFFER =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        loadWhatBuffersAreMadeOf();
    }

    private LittleEndian() {}

    /**
     * HotSpot 17 inlines an access to a buffer only if all classes are loaded that the signatures on the way name, even those of memory
     * segments that nothing here uses; a program compiled before that stays five times slower. Asking for fields and methods loads them.
     */
    private static void loadWhatBuffersAreMadeOf() {
        for (var field : Buffer.class.getDeclaredFields()) {
            Objects.requireNonNull(field.getType());
        }
        for (var method : Buffer.class.getDeclaredMethods()) {
            Objects.requireNonNull(method.getReturnType());
        }
    }
}
