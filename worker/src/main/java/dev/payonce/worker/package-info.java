/** The process that runs workflows and activities: only wiring, and patience with what is away. */
@NullMarked
package dev.payonce.worker;

import org.jspecify.annotations.NullMarked;
