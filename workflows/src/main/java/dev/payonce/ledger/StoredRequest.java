package dev.payonce.ledger;

import dev.payonce.request.PaymentResult;
import java.util.Optional;

/**
 * A request that the ledger has seen.
 *
 * @param order the order it was about; the same key for another order is refused
 * @param fingerprint of what was asked
 * @param operation the operation that it came to, 0 while it came to none
 * @param latest what was known last; the final answer once there is one
 */
public record StoredRequest(String key, long order, String fingerprint, int operation, Optional<PaymentResult> latest) {

    public Optional<PaymentResult> result() {
        return latest.filter(PaymentResult::isFinal);
    }
}
