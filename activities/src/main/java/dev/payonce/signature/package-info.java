/** The signatures of what Payonce sends, receives and caches. */
@NullMarked
package dev.payonce.signature;

import org.jspecify.annotations.NullMarked;
