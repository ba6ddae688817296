/** What the verifier knows of a number: known bits and ranges, and how arithmetic and comparisons change that knowledge. */
package dev.osmia.verifier.domain;
