/** Failures of activities, in the two kinds that decide about retries. */
@NullMarked
package dev.payonce.failure;

import org.jspecify.annotations.NullMarked;
