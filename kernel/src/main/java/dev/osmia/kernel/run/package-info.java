/** Test runs of each kind of program: how a packet gets into the kernel and out of it again. */
package dev.osmia.kernel.run;
