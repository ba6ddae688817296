/** System calls: what goes into the kernel and comes out of it, in numbers and bytes. Errors are negative {@code errno} values. */
package dev.osmia.kernel.bpf;
