package dev.osmia.runtime.helper;

import dev.osmia.program.contract.HelperContract;
import dev.osmia.runtime.HelperFunction;
import java.util.Optional;

/**
 * A helper: what the verifier is told, and what runs.
 *
 * @param contract its prototype
 * @param function what it does; empty where programs that call it can be verified, but not run yet
 */
public record Helper(HelperContract contract, Optional<HelperFunction> function) {}
