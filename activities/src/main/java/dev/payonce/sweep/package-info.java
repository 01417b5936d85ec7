/** What the sweep does outside of its workflow: reads what nobody looks after, and has it looked at. */
@NullMarked
package dev.payonce.sweep;

import org.jspecify.annotations.NullMarked;
