package dev.osmia.verifier;

/**
 * What a verification took, as the last line of the kernel's log counts it.
 *
 * @param processed instructions walked over all paths
 * @param states states kept for pruning at the end
 * @param peakStates the most states kept at once
 * @param microseconds wall time
 */
public record Statistics(long processed, int states, int peakStates, long microseconds) {}
