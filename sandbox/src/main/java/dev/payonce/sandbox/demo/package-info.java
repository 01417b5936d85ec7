/** The story of {@code make demo}: an ordinary bad day, and the proof that it did no harm. */
@NullMarked
package dev.payonce.sandbox.demo;

import org.jspecify.annotations.NullMarked;
