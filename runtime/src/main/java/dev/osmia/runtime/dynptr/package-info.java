/** Dynptrs in memory, as the interpreter and programs whose dynptrs escape use them. */
package dev.osmia.runtime.dynptr;
