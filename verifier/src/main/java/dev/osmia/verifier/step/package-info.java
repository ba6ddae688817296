/**
 * One instruction: what it requires ({@link dev.osmia.verifier.step.Obligations}), whether that holds ({@link
 * dev.osmia.verifier.step.Checker}), and how it changes the state ({@link dev.osmia.verifier.step.Transfer}), which never rejects.
 */
package dev.osmia.verifier.step;
