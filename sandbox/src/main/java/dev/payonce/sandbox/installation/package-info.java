/** Payonce as it is installed: the servers, a store, Stripe, and worker and API as processes of their own. */
@NullMarked
package dev.payonce.sandbox.installation;

import org.jspecify.annotations.NullMarked;
