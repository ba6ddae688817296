package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.Place;
import dev.osmia.program.instruction.AtomicOp;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Register;
import dev.osmia.runtime.memory.Pointer;
import java.util.OptionalInt;
import org.objectweb.asm.Opcodes;

/** Writes accesses to the place that lowering chose. Loads leave a {@code long} on the stack, stores take one from it. */
final class MemoryEmitter {
    private static final String LITTLE_ENDIAN = "dev/osmia/runtime/memory/LittleEndian";
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    private static final String VAR_HANDLE_TYPE = "Ljava/lang/invoke/VarHandle;";
    private static final String REGION = "dev/osmia/runtime/memory/Region";
    private static final String ATOMIC_OP = "dev/osmia/program/instruction/AtomicOp";

    private final Bytecode code;
    private final UnitEmitter units;
    private final OptionalInt valueMap;

    MemoryEmitter(Bytecode code, Locals locals, OptionalInt valueMap) {
        this.code = code;
        this.valueMap = valueMap;
        this.units = new UnitEmitter(code, locals);
    }

    /** A value to be stored, pushed in the form that the place takes. */
    interface Value {
        void asLong();

        /** Its low half. */
        void asInt();
    }

    /** Loads the value as a {@code long}, zero- or sign-extended. */
    void load(Place place, MemorySize size, boolean signExtend) {
        if (UnitEmitter.handles(place)) {
            units.load(place, size, signExtend);
        } else if (place instanceof Place.TableAt table) {
            loadRegion(table, size);
            if (signExtend) {
                code.signExtend(size);
            }
        } else {
            push(place, size);
            loadFrom(storage(place), size, signExtend);
        }
    }

    /** Loads a value of at most a word as an {@code int}, zero-extended. */
    void loadWord(Place place, MemorySize size) {
        if (UnitEmitter.handles(place)) {
            units.loadWord(place, size);
        } else if (place instanceof Place.TableAt table) {
            loadRegion(table, size);
            code.op(Opcodes.L2I);
        } else {
            push(place, size);
            loadWordFrom(storage(place), size);
        }
    }

    private void loadRegion(Place.TableAt table, MemorySize size) {
        region(table.base(), table.offset());
        code.invokeVirtual(REGION, "load" + regionSuffix(size), "(I)J");
    }

    /** Stores a value. */
    void store(Place place, MemorySize size, Value value) {
        if (UnitEmitter.handles(place)) {
            units.store(place, size, value);
        } else if (place instanceof Place.TableAt table) {
            region(table.base(), table.offset());
            value.asLong();
            code.invokeVirtual(REGION, "store" + regionSuffix(size), "(IJ)V");
        } else {
            push(place, size);
            pushValue(value, size);
            storeTo(storage(place), size);
        }
    }

    private static void pushValue(Value value, MemorySize size) {
        if (size == MemorySize.DOUBLE_WORD) {
            value.asLong();
        } else {
            value.asInt();
        }
    }

    /** Pushes view, storage and index. */
    private void push(Place place, MemorySize size) {
        pushHandle(storage(place), size);
        pushStorage(place);
        pushIndex(place);
    }

    /** What holds the bytes: the stack's array or a buffer. */
    enum Storage {
        ARRAY("IN_ARRAY", "[B"),
        BUFFER("IN_BUFFER", "Ljava/nio/ByteBuffer;");

        private final String handleSuffix;
        private final String descriptor;

        Storage(String handleSuffix, String descriptor) {
            this.handleSuffix = handleSuffix;
            this.descriptor = descriptor;
        }
    }

    private static Storage storage(Place place) {
        boolean array =
                place instanceof Place.Frame || place instanceof Place.StackAt || place instanceof Place.ContextBytes;
        return array ? Storage.ARRAY : Storage.BUFFER;
    }

    /** Pushes the view that accesses of more than a byte go through. */
    void pushHandle(Storage storage, MemorySize size) {
        if (size != MemorySize.BYTE) {
            code.staticField(LITTLE_ENDIAN, handleName(size) + "_" + storage.handleSuffix, VAR_HANDLE_TYPE);
        }
    }

    private static String handleName(MemorySize size) {
        return switch (size) {
            case BYTE -> throw new IllegalArgumentException("bytes need no view");
            case HALF_WORD -> "SHORT";
            case WORD -> "INT";
            case DOUBLE_WORD -> "LONG";
        };
    }

    private static String valueDescriptor(MemorySize size) {
        return switch (size) {
            case BYTE -> "B";
            case HALF_WORD -> "S";
            case WORD -> "I";
            case DOUBLE_WORD -> "J";
        };
    }

    private void pushStorage(Place place) {
        if (place instanceof Place.PacketAt) {
            code.loadObject(Locals.PACKET_BUFFER);
        } else if (place instanceof Place.MetadataAt) {
            code.loadObject(Locals.METADATA_BUFFER);
        } else if (place instanceof Place.MapValueAt value) {
            pushValues(value.map());
        } else if (place instanceof Place.ContextBytes bytes) {
            code.loadObject(Locals.PACKET);
            code.invokeVirtual(Bytecode.PACKET, bytes.getter(), "()[B");
        } else {
            code.loadObject(Locals.STACK);
        }
    }

    private void pushValues(int map) {
        if (valueMap.isPresent() && valueMap.getAsInt() == map) {
            code.loadObject(Locals.VALUES);
        } else {
            code.mapValues(map);
        }
    }

    private void pushIndex(Place place) {
        if (place instanceof Place.Frame frame) {
            index(Register.FRAME_POINTER, frame.offset());
        } else if (place instanceof Place.StackAt stack) {
            index(stack.base(), stack.offset());
        } else if (place instanceof Place.PacketAt packet) {
            index(packet.base(), packet.offset() - Pointer.PACKET_BIAS);
        } else if (place instanceof Place.MetadataAt metadata) {
            index(metadata.base(), metadata.offset());
            code.loadInt(Locals.METADATA_SHIFT);
            code.op(Opcodes.ISUB);
        } else if (place instanceof Place.MapValueAt value) {
            index(value.base(), value.offset());
        } else if (place instanceof Place.ContextBytes bytes) {
            code.constant(bytes.index());
        }
    }

    private void index(Register base, int offset) {
        code.loadWord(base);
        code.add(offset);
    }

    /** Loads a {@code long} from what {@link #pushHandle}, a storage and an index have put on the stack. */
    void loadFrom(Storage storage, MemorySize size, boolean signExtend) {
        if (size == MemorySize.DOUBLE_WORD) {
            loadPlain(storage, size);
        } else if (signExtend) {
            loadPlain(storage, size);
            code.op(Opcodes.I2L);
        } else {
            loadWordFrom(storage, size);
            if (size == MemorySize.WORD) {
                code.zeroExtend();
            } else {
                code.op(Opcodes.I2L);
            }
        }
    }

    /** Loads at most a word from what {@link #pushHandle}, a storage and an index have put on the stack; an {@code int}, zero-extended. */
    void loadWordFrom(Storage storage, MemorySize size) {
        loadPlain(storage, size);
        code.cutWord(size);
    }

    /** Loads what the JVM gives: a {@code long}, or a sign-extended {@code int}. */
    private void loadPlain(Storage storage, MemorySize size) {
        if (size != MemorySize.BYTE) {
            code.invokeVirtual(VAR_HANDLE, "get", "(" + storage.descriptor + "I)" + valueDescriptor(size));
        } else if (storage == Storage.ARRAY) {
            code.op(Opcodes.BALOAD);
        } else {
            code.invokeVirtual(Bytecode.BYTE_BUFFER, "get", "(I)B");
        }
    }

    /**
     * Stores the {@code long} or, of at most a word, the {@code int} on top of what {@link #pushHandle}, a storage and an index have put on
     * the stack.
     */
    void storeTo(Storage storage, MemorySize size) {
        switch (size) {
            case BYTE -> code.op(Opcodes.I2B);
            case HALF_WORD -> code.op(Opcodes.I2S);
            case WORD, DOUBLE_WORD -> {}
        }
        if (size != MemorySize.BYTE) {
            code.invokeVirtual(VAR_HANDLE, "set", "(" + storage.descriptor + "I" + valueDescriptor(size) + ")V");
        } else if (storage == Storage.ARRAY) {
            code.op(Opcodes.BASTORE);
        } else {
            code.invokeVirtual(Bytecode.BYTE_BUFFER, "put", "(IB)Ljava/nio/ByteBuffer;");
            code.op(Opcodes.POP);
        }
    }

    private static String regionSuffix(MemorySize size) {
        return switch (size) {
            case BYTE -> "Byte";
            case HALF_WORD -> "HalfWord";
            case WORD -> "Word";
            case DOUBLE_WORD -> "DoubleWord";
        };
    }

    /** Pushes the region of a pointer and the offset in it. */
    private void region(Register base, int offset) {
        code.loadObject(Locals.CONTEXT);
        code.load(base);
        code.constant((long) offset);
        code.op(Opcodes.LADD);
        code.op(Opcodes.DUP2);
        code.storeLong(Locals.SCRATCH);
        code.invokeVirtual(Bytecode.EXECUTION_CONTEXT, "region", "(J)Ldev/osmia/runtime/memory/Region;");
        code.loadLong(Locals.SCRATCH);
        code.op(Opcodes.L2I);
    }

    /** An atomic update; the old value goes to the register that fetches it. */
    void update(Place place, Instruction.Atomic atomic) {
        if (place instanceof Place.MapValueAt) {
            updateBuffer(place, atomic);
        } else {
            region(atomic.base(), atomic.offset());
            code.storeInt(Locals.SCRATCH);
            code.staticField(ATOMIC_OP, atomic.op().name(), "L" + ATOMIC_OP + ";");
            code.loadInt(Locals.SCRATCH);
            code.load(atomic.source());
            code.load(Register.R0);
            boolean word = atomic.size() == MemorySize.WORD;
            code.invokeVirtual(REGION, word ? "atomicWord" : "atomicDoubleWord", "(L" + ATOMIC_OP + ";IJJ)J");
        }
        if (!atomic.fetch()) {
            code.op(Opcodes.POP2);
        } else {
            code.store(atomic.op() == AtomicOp.CMPXCHG ? Register.R0 : atomic.source());
        }
    }

    private void updateBuffer(Place place, Instruction.Atomic atomic) {
        boolean word = atomic.size() == MemorySize.WORD;
        var value = word ? "I" : "J";
        pushHandle(Storage.BUFFER, atomic.size());
        pushStorage(place);
        pushIndex(place);
        if (atomic.op() == AtomicOp.CMPXCHG) {
            pushAtomicOperand(Register.R0, word);
        }
        pushAtomicOperand(atomic.source(), word);
        var operands = atomic.op() == AtomicOp.CMPXCHG ? value + value : value;
        code.invokeVirtual(VAR_HANDLE, atomicMethod(atomic.op()), "(Ljava/nio/ByteBuffer;I" + operands + ")" + value);
        if (word) {
            code.zeroExtend();
        }
    }

    private void pushAtomicOperand(Register register, boolean word) {
        code.load(register);
        if (word) {
            code.op(Opcodes.L2I);
        }
    }

    private static String atomicMethod(AtomicOp op) {
        return switch (op) {
            case ADD -> "getAndAdd";
            case OR -> "getAndBitwiseOr";
            case AND -> "getAndBitwiseAnd";
            case XOR -> "getAndBitwiseXor";
            case XCHG -> "getAndSet";
            case CMPXCHG -> "compareAndExchange";
        };
    }
}
