package dev.osmia.verifier.state;

/** The values that a callback or program may return, signed. */
public record ReturnRange(int min, int max) {}
