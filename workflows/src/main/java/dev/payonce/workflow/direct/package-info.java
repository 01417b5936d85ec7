/** The reconciliation of callbacks inside workflow tasks: an activity for many threads, with its bounds. */
@NullMarked
package dev.payonce.workflow.direct;

import org.jspecify.annotations.NullMarked;
