/** A process's connection to Temporal, and Temporal's clock. */
@NullMarked
package dev.payonce.temporal;

import org.jspecify.annotations.NullMarked;
