/** The programs of the targets in the Makefile. */
@NullMarked
package dev.payonce.sandbox;

import org.jspecify.annotations.NullMarked;
