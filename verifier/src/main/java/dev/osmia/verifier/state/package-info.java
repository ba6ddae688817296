/** The abstract state of a program at one instruction of one path: registers, stack frames, references, locks. */
package dev.osmia.verifier.state;
