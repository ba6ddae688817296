package dev.osmia.jit.lowering;

import dev.osmia.program.Program;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;
import dev.osmia.program.contract.Contracts;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.program.instruction.Instruction;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.fact.CallFact;
import dev.osmia.verifier.fact.MemoryTarget;
import java.util.Optional;

/** A helper or kfunc call with its contract and facts, seen alike. */
final class CallShape {
    private final Program program;
    private final Optional<HelperContract> helper;
    private final Optional<KfuncContract> kfunc;
    private final CallFact fact;

    private CallShape(Program program, Optional<HelperContract> helper, Optional<KfuncContract> kfunc, CallFact fact) {
        this.program = program;
        this.helper = helper;
        this.kfunc = kfunc;
        this.fact = fact;
    }

    static CallShape of(Program program, Contracts contracts, Instruction.CallHelper call, CallFact fact) {
        return new CallShape(program, contracts.helper(call.helper()), Optional.empty(), fact);
    }

    static CallShape of(Program program, Contracts contracts, Instruction.CallKfunc call, CallFact fact) {
        var name = program.externals().get(call.external()).name();
        return new CallShape(program, Optional.empty(), contracts.kfunc(name), fact);
    }

    String name() {
        return helper.map(HelperContract::name)
                .or(() -> kfunc.map(KfuncContract::name))
                .orElse("");
    }

    boolean has(Effect effect) {
        return helper.map(contract -> contract.has(effect)).orElse(false)
                || kfunc.map(contract -> contract.has(effect)).orElse(false);
    }

    int arity() {
        return fact.arguments().size();
    }

    ArgumentFact argument(int index) {
        return index < fact.arguments().size() ? fact.arguments().get(index) : new ArgumentFact.Unknown();
    }

    /** The argument's constant value, where every path has the same. */
    Optional<Long> constant(int index) {
        return argument(index) instanceof ArgumentFact.Constant constant
                ? Optional.of(constant.value())
                : Optional.empty();
    }

    /** The dynptr argument on the calling function's own frame. */
    Optional<ArgumentFact.Dynptr> ownDynptr(int index) {
        return argument(index) instanceof ArgumentFact.Dynptr dynptr && dynptr.framesUp() == 0
                ? Optional.of(dynptr)
                : Optional.empty();
    }

    /** The argument's offset in the calling function's own frame. */
    Optional<Integer> ownStackOffset(int index) {
        if (argument(index) instanceof ArgumentFact.StackAddress address && address.framesUp() == 0) {
            return Optional.of(address.offset());
        }
        return ownDynptr(index).map(ArgumentFact.Dynptr::offset);
    }

    /** Whether the argument may point anywhere on the stack. */
    boolean mayPointAnywhereOnStack(int index) {
        return argument(index) instanceof ArgumentFact.Memory memory && memory.target() instanceof MemoryTarget.Stack;
    }

    /** Whether some argument is one dynptr on one path and another on another. */
    boolean takesSomeDynptr() {
        for (int i = 0; i < arity(); i++) {
            if (isDynptr(i) && !(argument(i) instanceof ArgumentFact.Dynptr)) {
                return true;
            }
        }
        return false;
    }

    private boolean isDynptr(int index) {
        return helper.map(contract -> index < contract.arguments().size()
                                && contract.arguments().get(index).kind() == ArgumentKind.DYNPTR)
                        .orElse(false)
                || kfunc.map(contract -> index < contract.arguments().size()
                                && contract.arguments().get(index).kind() == KfuncArgument.Kind.DYNPTR)
                        .orElse(false);
    }

    /** How many bytes the callee may touch behind the argument's address; empty where only the callee knows. */
    Optional<Integer> memoryBytes(int index) {
        if (helper.isPresent()) {
            var arguments = helper.get().arguments();
            return index < arguments.size() ? helperBytes(arguments.get(index), index) : Optional.of(0);
        }
        return kfunc.map(KfuncContract::arguments)
                .filter(arguments -> index < arguments.size())
                .flatMap(arguments -> kfuncBytes(arguments.get(index), index));
    }

    private Optional<Integer> helperBytes(ArgumentContract argument, int index) {
        return switch (argument.kind()) {
            case MAP_KEY -> mapArgument().map(map -> program.maps().get(map).keySize());
            case MAP_VALUE -> mapArgument().map(map -> program.maps().get(map).valueSize());
            case MEM ->
                argument.has(ArgumentFlag.MEM_FIXED_SIZE)
                        ? Optional.of(argument.size())
                        : constant(index + 1).map(Long::intValue);
            case DYNPTR -> Optional.of(DYNPTR_BYTES);
            case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO, CTX, CONST_MAP_PTR, FUNC -> Optional.of(0);
            case DONTCARE,
                    ANYTHING,
                    SPIN_LOCK,
                    SOCK_COMMON,
                    SOCKET,
                    BTF_ID,
                    RINGBUF_MEM,
                    BTF_ID_SOCK_COMMON,
                    PERCPU_BTF_ID,
                    STACK,
                    CONST_STR,
                    TIMER,
                    KPTR -> Optional.empty();
        };
    }

    private Optional<Integer> kfuncBytes(KfuncArgument argument, int index) {
        return switch (argument.kind()) {
            case DYNPTR -> Optional.of(DYNPTR_BYTES);
            case MEMORY -> Optional.of(argument.size());
            case SIZED_MEMORY -> constant(index + 1).map(Long::intValue);
            case SCALAR, CONTEXT, MEMORY_SIZE, MAP, CALLBACK -> Optional.of(0);
            case ITERATOR,
                    CONST_STR,
                    BTF_ID,
                    ALLOCATED_OBJECT,
                    REFCOUNTED_KPTR,
                    LIST_HEAD,
                    LIST_NODE,
                    RB_ROOT,
                    RB_NODE,
                    WORKQUEUE,
                    IRQ_FLAG,
                    RES_SPIN_LOCK,
                    IGNORED -> Optional.empty();
        };
    }

    private Optional<Integer> mapArgument() {
        return fact.arguments().stream()
                .filter(argument -> argument instanceof ArgumentFact.Map)
                .map(argument -> ((ArgumentFact.Map) argument).map())
                .findFirst();
    }

    /** {@code sizeof(struct bpf_dynptr)}. */
    static final int DYNPTR_BYTES = 16;
}
