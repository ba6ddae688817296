/** Collects what the verifier proved, path by path, into facts that hold on every path. */
package dev.osmia.verifier.record;
