package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.Place;
import dev.osmia.program.instruction.MemorySize;
import org.objectweb.asm.Opcodes;

/** Writes accesses to stack units that are JVM locals: whole ones are moves, parts are shifts and masks. */
final class UnitEmitter {
    private final Bytecode code;
    private final Locals locals;

    UnitEmitter(Bytecode code, Locals locals) {
        this.code = code;
        this.locals = locals;
    }

    static boolean handles(Place place) {
        return place instanceof Place.Local || place instanceof Place.LocalWords;
    }

    /** Loads a {@code long}, zero- or sign-extended. */
    void load(Place place, MemorySize size, boolean signExtend) {
        if (place instanceof Place.LocalWords words && size == MemorySize.DOUBLE_WORD) {
            loadPair(words);
        } else if (size == MemorySize.DOUBLE_WORD) {
            code.loadLong(locals.unit(((Place.Local) place).unit()));
        } else {
            loadWord(place, size);
            code.zeroExtend();
            if (signExtend) {
                code.signExtend(size);
            }
        }
    }

    private void loadPair(Place.LocalWords words) {
        int low = locals.word(words.unit(), 0);
        code.loadInt(low + 1);
        code.op(Opcodes.I2L);
        code.constant(Integer.SIZE);
        code.op(Opcodes.LSHL);
        code.loadInt(low);
        code.zeroExtend();
        code.op(Opcodes.LOR);
    }

    /** Loads at most a word as an {@code int}, zero-extended. */
    void loadWord(Place place, MemorySize size) {
        if (place instanceof Place.LocalWords words) {
            code.loadInt(locals.word(words.unit(), words.shift()));
            code.shiftRightWord(Byte.SIZE * (words.shift() % Integer.BYTES));
        } else {
            var local = (Place.Local) place;
            code.loadLong(locals.unit(local.unit()));
            code.shiftRight(Byte.SIZE * local.shift());
            code.op(Opcodes.L2I);
        }
        code.cutWord(size);
    }

    /** Stores a value. */
    void store(Place place, MemorySize size, MemoryEmitter.Value value) {
        if (place instanceof Place.LocalWords words) {
            storeWords(words, size, value);
        } else {
            storeLong((Place.Local) place, size, value);
        }
    }

    private void storeLong(Place.Local local, MemorySize size, MemoryEmitter.Value value) {
        int unit = locals.unit(local.unit());
        if (size == MemorySize.DOUBLE_WORD) {
            value.asLong();
        } else {
            int shift = Byte.SIZE * local.shift();
            long mask = -1L >>> (Long.SIZE - size.bits());
            code.loadLong(unit);
            code.constant(~(mask << shift));
            code.op(Opcodes.LAND);
            value.asInt();
            code.op(Opcodes.I2L);
            code.constant(mask);
            code.op(Opcodes.LAND);
            if (shift != 0) {
                code.constant(shift);
                code.op(Opcodes.LSHL);
            }
            code.op(Opcodes.LOR);
        }
        code.storeLong(unit);
    }

    private void storeWords(Place.LocalWords words, MemorySize size, MemoryEmitter.Value value) {
        int local = locals.word(words.unit(), words.shift());
        switch (size) {
            case DOUBLE_WORD -> {
                value.asLong();
                code.op(Opcodes.DUP2);
                code.op(Opcodes.L2I);
                code.storeInt(local);
                code.constant(Integer.SIZE);
                code.op(Opcodes.LUSHR);
                code.op(Opcodes.L2I);
                code.storeInt(local + 1);
            }
            case WORD -> {
                value.asInt();
                code.storeInt(local);
            }
            case BYTE, HALF_WORD -> {
                int shift = Byte.SIZE * (words.shift() % Integer.BYTES);
                int mask = -1 >>> (Integer.SIZE - size.bits());
                code.loadInt(local);
                code.constant(~(mask << shift));
                code.op(Opcodes.IAND);
                value.asInt();
                code.constant(mask);
                code.op(Opcodes.IAND);
                if (shift != 0) {
                    code.constant(shift);
                    code.op(Opcodes.ISHL);
                }
                code.op(Opcodes.IOR);
                code.storeInt(local);
            }
        }
    }
}
