package dev.osmia.kernel.load;

import dev.osmia.program.Program;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.program.instruction.InstructionEncoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.program.instruction.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A program's instructions with what they refer to named as the kernel names it: maps by file descriptor, symbols by id. */
final class LoadableCode {
    // The source field of wide loads and calls ({@code linux/bpf.h}).
    private static final int BPF_PSEUDO_MAP_FD = 1;
    private static final int BPF_PSEUDO_MAP_VALUE = 2;
    private static final int BPF_PSEUDO_BTF_ID = 3;

    /** Immediate of the impossible helper call in place of an absent kfunc, as in {@code libbpf} ({@code POISON_CALL_KFUNC_BASE}). */
    private static final int ABSENT_KFUNC = 2_002_000_000;

    private final Program program;
    private final int[] maps;
    private final List<Symbols.Resolved> symbols;
    private final List<RawInstruction> slots;

    private LoadableCode(Program program, int[] maps, List<Symbols.Resolved> symbols) {
        this.program = program;
        this.maps = maps;
        this.symbols = symbols;
        this.slots = InstructionEncoder.encode(program.code());
    }

    /**
     * The instructions as bytes.
     *
     * @param maps the file descriptors of the program's maps
     * @param symbols what the program's externs are
     */
    static byte[] of(Program program, int[] maps, List<Symbols.Resolved> symbols) {
        return new LoadableCode(program, maps, symbols).bytes();
    }

    private byte[] bytes() {
        var code = program.code();
        for (int slot = 0; slot < code.slots(); slot++) {
            var instruction = code.find(slot).orElse(null);
            if (instruction instanceof Instruction.CallKfunc call && call.external() < symbols.size()) {
                slots.set(slot, call(slot, call.external()));
            } else if (instruction instanceof Instruction.LoadReference load) {
                refer(slot, load.reference());
            }
        }
        var bytes = ByteBuffer.allocate(slots.size() * RawInstruction.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        slots.forEach(slot -> bytes.putLong(slot.toLong()));
        return bytes.array();
    }

    private RawInstruction call(int slot, int external) {
        var raw = slots.get(slot);
        return symbols.get(external) instanceof Symbols.Resolved.Typed typed
                ? new RawInstruction(raw.opcode(), 0, raw.source(), (short) 0, typed.id())
                : new RawInstruction(raw.opcode(), 0, 0, (short) 0, ABSENT_KFUNC + external);
    }

    private void refer(int slot, Reference reference) {
        if (reference instanceof Reference.MapAddress address) {
            load(slot, BPF_PSEUDO_MAP_FD, map(address.map()), 0);
        } else if (reference instanceof Reference.MapValueAddress address) {
            load(slot, BPF_PSEUDO_MAP_VALUE, map(address.map()), address.offset());
        } else if (reference instanceof Reference.KernelSymbol symbol && symbol.external() < symbols.size()) {
            var resolved = symbols.get(symbol.external());
            if (resolved instanceof Symbols.Resolved.Typed typed) {
                load(slot, BPF_PSEUDO_BTF_ID, typed.id(), 0);
            } else {
                long address = resolved instanceof Symbols.Resolved.Address known ? known.value() : 0;
                load(slot, 0, (int) address, (int) (address >>> 32));
            }
        }
    }

    /** An index that the program has no map for stays as it is: what the kernel makes of it is the kernel's to say. */
    private int map(int index) {
        return index >= 0 && index < maps.length ? maps[index] : index;
    }

    private void load(int slot, int form, int lower, int upper) {
        var first = slots.get(slot);
        slots.set(slot, new RawInstruction(first.opcode(), first.destination(), form, first.offset(), lower));
        slots.set(slot + 1, new RawInstruction(0, 0, 0, (short) 0, upper));
    }
}
