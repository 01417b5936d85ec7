package dev.payonce.api.page;

import dev.payonce.request.PaymentResult;
import java.util.Optional;

/** The way of a refresh from the page; it is the HTTP API's own. */
public interface Refreshes {

    /**
     * Refreshes an order and waits for the result.
     *
     * @param caller the name of the credential
     * @return the state now; empty where Temporal does not answer
     */
    Optional<PaymentResult> refresh(long order, String caller);
}
