/** What the tests of every module share: approved output, and generated cases that can be repeated and made small. */
package dev.osmia.testkit;
