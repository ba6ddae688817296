/** Numbers and names of the kernel's user-space interface, each named once and as the UAPI headers name it. */
package dev.osmia.program.uapi;
