package dev.osmia.runtime.helper;

import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.ArgumentFlag;
import dev.osmia.program.contract.ArgumentKind;

/** Arguments as many helpers take them, named as the kernel's {@code enum bpf_arg_type} names them. */
final class Arguments {
    static final ArgumentContract ANYTHING = ArgumentContract.of(ArgumentKind.ANYTHING);
    static final ArgumentContract CTX = ArgumentContract.of(ArgumentKind.CTX);
    static final ArgumentContract CONST_MAP_PTR = ArgumentContract.of(ArgumentKind.CONST_MAP_PTR);
    static final ArgumentContract MAP_KEY = ArgumentContract.of(ArgumentKind.MAP_KEY);
    static final ArgumentContract MAP_VALUE = ArgumentContract.of(ArgumentKind.MAP_VALUE);
    static final ArgumentContract CONST_SIZE = ArgumentContract.of(ArgumentKind.CONST_SIZE);
    static final ArgumentContract CONST_SIZE_OR_ZERO = ArgumentContract.of(ArgumentKind.CONST_SIZE_OR_ZERO);

    /** Memory that the helper reads. */
    static final ArgumentContract MEM_RDONLY = ArgumentContract.of(ArgumentKind.MEM, ArgumentFlag.MEM_RDONLY);

    /** Memory that the helper fills. */
    static final ArgumentContract UNINIT_MEM =
            ArgumentContract.of(ArgumentKind.MEM, ArgumentFlag.MEM_UNINIT, ArgumentFlag.MEM_WRITE);

    private Arguments() {}
}
