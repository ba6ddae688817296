/** Calls of helpers, kfuncs and subprograms, callbacks, and returns: what they ask and what they leave. */
package dev.osmia.verifier.call;
