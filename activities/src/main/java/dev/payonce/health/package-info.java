/** The health of the systems outside, asked seldom and never for long. */
@NullMarked
package dev.payonce.health;

import org.jspecify.annotations.NullMarked;
