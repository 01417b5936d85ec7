/** The sweep's activities: they find orders without a run, and have them refreshed. */
@NullMarked
package dev.payonce.sweep;

import org.jspecify.annotations.NullMarked;
