/** Makes programs out of objects: {@link dev.osmia.program.link.Linker} puts functions together and resolves what they refer to. */
package dev.osmia.program.link;
