/** The simulator's HTTP server, and the requests that it understands. */
@NullMarked
package dev.payonce.servers.stripe.http;

import org.jspecify.annotations.NullMarked;
