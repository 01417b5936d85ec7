/** The process that runs workflows and activities: wiring, and a start that waits for what is away. */
@NullMarked
package dev.payonce.worker;

import org.jspecify.annotations.NullMarked;
