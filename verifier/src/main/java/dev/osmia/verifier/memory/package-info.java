/** Memory accesses: what each kind of memory asks of them, and what they do to the state. */
package dev.osmia.verifier.memory;
