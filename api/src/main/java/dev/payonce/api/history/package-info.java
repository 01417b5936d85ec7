/** The reading side: an order's timeline and the shadow report. */
@NullMarked
package dev.payonce.api.history;

import org.jspecify.annotations.NullMarked;
