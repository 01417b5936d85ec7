/** The delivery of events to an endpoint, good ones and forged ones. */
@NullMarked
package dev.payonce.servers.stripe.webhook;

import org.jspecify.annotations.NullMarked;
