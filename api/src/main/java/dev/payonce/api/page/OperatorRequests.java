package dev.payonce.api.page;

import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.util.Optional;

/** The way of an operator's request from the page; it is the HTTP API's own. */
public interface OperatorRequests {

    /** Hands the request to the order's run and returns its result, or the state now; empty while Temporal is away. */
    Optional<PaymentResult> ask(long order, Request request);
}
