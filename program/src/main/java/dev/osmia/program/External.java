package dev.osmia.program;

import java.util.OptionalInt;

/**
 * A symbol that the object leaves to the kernel ({@code __ksym}): a kfunc that it calls or a variable that it reads.
 *
 * @param name the symbol's name without a {@code ___flavour} suffix
 * @param function whether it is a kfunc
 * @param weak whether the program may load without it; its address is then 0
 * @param btfType the id of its prototype or type in the object's BTF, where present
 */
public record External(String name, boolean function, boolean weak, OptionalInt btfType) {}
