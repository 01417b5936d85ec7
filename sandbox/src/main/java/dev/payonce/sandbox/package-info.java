/** What {@code make demo} and {@code make up} start. */
@NullMarked
package dev.payonce.sandbox;

import org.jspecify.annotations.NullMarked;
