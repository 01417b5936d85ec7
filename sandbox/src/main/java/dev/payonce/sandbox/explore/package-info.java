/** The exploration of the operators' page by a random operator. */
@NullMarked
package dev.payonce.sandbox.explore;

import org.jspecify.annotations.NullMarked;
