/** One way through the program, with what the parts that check and move its state may ask of the walk around them. */
package dev.osmia.verifier.path;
