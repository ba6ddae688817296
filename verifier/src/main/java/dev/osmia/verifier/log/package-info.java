/** The verifier's trace in the format of the kernel's log. */
package dev.osmia.verifier.log;
