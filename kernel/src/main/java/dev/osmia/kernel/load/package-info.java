/** What a linked program becomes on its way into the kernel: types, symbols, instructions and their origin in C. */
package dev.osmia.kernel.load;
