/** Checked access to the bytes of an object file; internal to the loader. */
package dev.osmia.program.bytes;
