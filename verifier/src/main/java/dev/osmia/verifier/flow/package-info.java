/** The shape of a program before any of it is interpreted: subprograms, edges, loops, live registers, call chains. */
package dev.osmia.verifier.flow;
