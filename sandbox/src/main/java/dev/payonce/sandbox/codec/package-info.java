/** The measurement of what encrypted histories cost. */
@NullMarked
package dev.payonce.sandbox.codec;

import org.jspecify.annotations.NullMarked;
