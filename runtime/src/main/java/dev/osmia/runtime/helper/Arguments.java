package dev.osmia.runtime.helper;

import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;

/** Arguments as many helpers take them, named as the kernel's {@code enum bpf_arg_type} names them. */
final class Arguments {
    static final ArgumentContract DONTCARE = ArgumentContract.of(ArgumentKind.DONTCARE);
    static final ArgumentContract ANYTHING = ArgumentContract.of(ArgumentKind.ANYTHING);
    static final ArgumentContract CTX = ArgumentContract.of(ArgumentKind.CTX);
    static final ArgumentContract CONST_MAP_PTR = ArgumentContract.of(ArgumentKind.CONST_MAP_PTR);
    static final ArgumentContract MAP_KEY = ArgumentContract.of(ArgumentKind.MAP_KEY);
    static final ArgumentContract MAP_VALUE = ArgumentContract.of(ArgumentKind.MAP_VALUE);
    static final ArgumentContract CONST_SIZE = ArgumentContract.of(ArgumentKind.CONST_SIZE);
    static final ArgumentContract CONST_SIZE_OR_ZERO = ArgumentContract.of(ArgumentKind.CONST_SIZE_OR_ZERO);
    static final ArgumentContract CONST_ALLOC_SIZE_OR_ZERO = ArgumentContract.of(ArgumentKind.CONST_ALLOC_SIZE_OR_ZERO);
    static final ArgumentContract CONST_STR = ArgumentContract.of(ArgumentKind.CONST_STR);
    static final ArgumentContract FUNC = ArgumentContract.of(ArgumentKind.FUNC);
    static final ArgumentContract STACK_OR_NULL = ArgumentContract.of(ArgumentKind.STACK, ArgumentFlag.MAYBE_NULL);
    static final ArgumentContract SPIN_LOCK = ArgumentContract.of(ArgumentKind.SPIN_LOCK);

    /** A map's value that the helper fills. */
    static final ArgumentContract UNINIT_MAP_VALUE =
            ArgumentContract.of(ArgumentKind.MAP_VALUE, ArgumentFlag.MEM_UNINIT, ArgumentFlag.MEM_WRITE);

    /** Memory that the helper reads. */
    static final ArgumentContract MEM_RDONLY = ArgumentContract.of(ArgumentKind.MEM, ArgumentFlag.MEM_RDONLY);

    static final ArgumentContract MEM_RDONLY_OR_NULL =
            ArgumentContract.of(ArgumentKind.MEM, ArgumentFlag.MEM_RDONLY, ArgumentFlag.MAYBE_NULL);
    static final ArgumentContract MEM_OR_NULL = ArgumentContract.of(ArgumentKind.MEM, ArgumentFlag.MAYBE_NULL);

    /** Memory that the helper fills. */
    static final ArgumentContract UNINIT_MEM =
            ArgumentContract.of(ArgumentKind.MEM, ArgumentFlag.MEM_UNINIT, ArgumentFlag.MEM_WRITE);

    static final ArgumentContract MEM = ArgumentContract.of(ArgumentKind.MEM);
    static final ArgumentContract MEM_WRITE = ArgumentContract.of(ArgumentKind.MEM, ArgumentFlag.MEM_WRITE);
    static final ArgumentContract MAP_VALUE_OR_NULL =
            ArgumentContract.of(ArgumentKind.MAP_VALUE, ArgumentFlag.MAYBE_NULL);
    static final ArgumentContract CTX_OR_NULL = ArgumentContract.of(ArgumentKind.CTX, ArgumentFlag.MAYBE_NULL);
    static final ArgumentContract TIMER = ArgumentContract.of(ArgumentKind.TIMER);
    static final ArgumentContract SOCK_COMMON = ArgumentContract.of(ArgumentKind.SOCK_COMMON);
    static final ArgumentContract BTF_ID_SOCK_COMMON = ArgumentContract.of(ArgumentKind.BTF_ID_SOCK_COMMON);
    static final ArgumentContract PERCPU_BTF_ID = ArgumentContract.of(ArgumentKind.PERCPU_BTF_ID);
    static final ArgumentContract KPTR = ArgumentContract.of(ArgumentKind.KPTR);

    /** A socket whose reference ends. */
    static final ArgumentContract RELEASED_SOCKET =
            ArgumentContract.of(ArgumentKind.BTF_ID_SOCK_COMMON, ArgumentFlag.OBJ_RELEASE);

    /** A kernel object, of whatever type the other arguments ask for, whose reference ends. */
    static final ArgumentContract RELEASED_BTF_ID =
            ArgumentContract.btf("", ArgumentFlag.MAYBE_NULL, ArgumentFlag.OBJ_RELEASE);

    /** A double word that the helper fills. */
    static final ArgumentContract LONG_OUT = ArgumentContract.fixedMemory(
            Long.BYTES, ArgumentFlag.MEM_UNINIT, ArgumentFlag.MEM_WRITE, ArgumentFlag.MEM_ALIGNED);

    static final ArgumentContract DYNPTR_RDONLY = ArgumentContract.of(ArgumentKind.DYNPTR, ArgumentFlag.MEM_RDONLY);

    private Arguments() {}

    /** A dynptr that the helper makes. */
    static ArgumentContract uninitialisedDynptr(ArgumentFlag type) {
        return ArgumentContract.of(ArgumentKind.DYNPTR, type, ArgumentFlag.MEM_UNINIT, ArgumentFlag.MEM_WRITE);
    }
}
