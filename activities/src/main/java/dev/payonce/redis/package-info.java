/** The fast memory of what the others already know. */
@NullMarked
package dev.payonce.redis;

import org.jspecify.annotations.NullMarked;
