package dev.osmia.verifier.flow;

import dev.osmia.program.Program;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.BtfType;
import dev.osmia.program.instruction.Instruction;
import java.util.List;

/**
 * That subprograms from whose middle the program may end, with a number in R0, are known to return one: a legacy packet load ends the
 * program with 0 when it is out of bounds, and a tail call never returns.
 */
final class EarlyEnds {
    private static final int SMALL_INT = 8;

    private EarlyEnds() {}

    static void check(Program program, List<Integer> starts) throws MalformedCode {
        boolean described = !program.subprograms().isEmpty()
                && program.subprograms().get(0).btfFunction().isPresent();
        for (int index = 1; index < starts.size(); index++) {
            int start = starts.get(index);
            int end = index + 1 < starts.size()
                    ? starts.get(index + 1)
                    : program.code().slots();
            if (described && returnsNumber(program, start)) {
                continue;
            }
            String rest = described
                    ? "is only allowed in functions that return 'int'."
                    : "is not allowed in subprogs without BTF";
            if (has(program, start, end, EarlyEnds::isPacketLoad)) {
                throw new MalformedCode(start, "LD_ABS " + rest);
            }
            if (has(program, start, end, EarlyEnds::isTailCall)) {
                throw new MalformedCode(start, "tail_call " + rest);
            }
        }
    }

    private interface Kind {
        boolean is(Instruction instruction);
    }

    private static boolean has(Program program, int start, int end, Kind kind) {
        for (int slot = start; slot < end; slot++) {
            if (program.code().find(slot).filter(kind::is).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPacketLoad(Instruction instruction) {
        return instruction instanceof Instruction.LoadPacket
                || (instruction instanceof Instruction.Undecodable undecodable && undecodable.isPacketLoad());
    }

    private static boolean isTailCall(Instruction instruction) {
        return instruction instanceof Instruction.CallHelper call && call.helper() == SubprogramEffects.TAIL_CALL;
    }

    private static boolean returnsNumber(Program program, int start) {
        for (var subprogram : program.subprograms()) {
            if (subprogram.start() == start
                    && subprogram.btfFunction().isPresent()
                    && program.btf().isPresent()) {
                return returnsNumber(
                        program.btf().get(), subprogram.btfFunction().getAsInt());
            }
        }
        return false;
    }

    private static boolean returnsNumber(Btf btf, int function) {
        if (!(btf.type(function) instanceof BtfType.Function named)
                || !(btf.type(named.prototype()) instanceof BtfType.FunctionPrototype prototype)) {
            return false;
        }
        int type = prototype.returns();
        // As many steps as there are types: a chain of typedefs that bites its own tail ends too.
        for (int steps = 0; type > 0 && steps <= btf.size(); steps++) {
            if (btf.type(type) instanceof BtfType.Typedef typedef) {
                type = typedef.target();
            } else if (btf.type(type) instanceof BtfType.Qualifier qualifier) {
                type = qualifier.target();
            } else {
                return btf.type(type) instanceof BtfType.Enumeration
                        || (btf.type(type) instanceof BtfType.Int number && number.size() <= SMALL_INT);
            }
        }
        return false;
    }
}
