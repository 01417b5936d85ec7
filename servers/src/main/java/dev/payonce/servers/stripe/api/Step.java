package dev.payonce.servers.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Account.Cause;

/** The work that is left once the parameters are known to be well formed; only this can touch a payment. */
interface Step {
    ObjectNode run(Cause cause);
}
