/** The walk over all paths of a program: which to take next, and which look like one that was walked. */
package dev.osmia.verifier.explore;
