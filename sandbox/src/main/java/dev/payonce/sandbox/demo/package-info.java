/** The demo, {@code make demo}: a store's bad day, and the proof that no order came to harm. */
@NullMarked
package dev.payonce.sandbox.demo;

import org.jspecify.annotations.NullMarked;
