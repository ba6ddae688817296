/** What {@code osmia bench} measures: programs, the same work in Java by hand, and the clock. The JMH benchmarks share the work. */
package dev.osmia.cli.bench;
