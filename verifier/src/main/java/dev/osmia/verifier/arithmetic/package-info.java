/** Arithmetic and moves on numbers and pointers. */
package dev.osmia.verifier.arithmetic;
