/** The way of a gateway's callback to its order's run. */
@NullMarked
package dev.payonce.api.webhook;

import org.jspecify.annotations.NullMarked;
