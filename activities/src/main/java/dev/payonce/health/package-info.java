/** Whether the systems outside are there, asked seldom and never for long. */
@NullMarked
package dev.payonce.health;

import org.jspecify.annotations.NullMarked;
