/** Conditional jumps: what can be told beforehand, and what each way tells about the state. */
package dev.osmia.verifier.branch;
