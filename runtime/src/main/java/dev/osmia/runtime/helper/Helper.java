package dev.osmia.runtime.helper;

import dev.osmia.program.contract.HelperContract;

/**
 * A helper: what the verifier is told, and what runs.
 *
 * @param contract its prototype
 * @param implementation what it does
 */
public record Helper(HelperContract contract, Implementation implementation) {}
