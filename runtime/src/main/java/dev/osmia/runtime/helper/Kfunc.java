package dev.osmia.runtime.helper;

import dev.osmia.program.contract.KfuncContract;

/**
 * A kfunc: what the verifier is told, and what runs.
 *
 * @param contract its prototype
 * @param implementation what it does
 */
public record Kfunc(KfuncContract contract, Implementation implementation) {}
