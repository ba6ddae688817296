/** What reading an input can end in; every package that reads depends on it, and it depends on nothing. */
package dev.osmia.program.input;
