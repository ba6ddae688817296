package dev.osmia.verifier.domain;

/**
 * What is known of a comparison's operands once its outcome is known.
 *
 * @param left of the left operand
 * @param right of the right operand
 */
public record Refined(Scalar left, Scalar right) {}
