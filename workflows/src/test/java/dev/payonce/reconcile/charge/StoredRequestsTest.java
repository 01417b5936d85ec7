package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.ReconciliationRules;
import dev.payonce.request.PaymentResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of earlier requests that have no final result yet: each reconciliation gives theirs, too. */
class StoredRequestsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Order ORDER = OrderBuilder.anOrder().made();

    private static Map<String, PaymentResult> results(StoredRequest... stored) {
        return ReconciliationRules.reconcile(
                        Optional.of(ORDER),
                        new ReconcileCommand(ORDER.id(), Observation.NOTHING, NOW, List.of(), List.of(), "test"),
                        new Ledger(List.of(), 0, Map.of(), List.of(stored), 0, Map.of()),
                        new Policy(OrderBuilder.SITE, ExternalIds.of(OrderBuilder.SITE), Policy.Terms.DEFAULT),
                        NOW)
                .results();
    }

    private static StoredRequest stored(String key, long order, int operation) {
        return new StoredRequest(key, order, pay(key).fingerprint(ORDER.id()), operation, Optional.empty());
    }

    @Test
    void oneThatCameToAnOperationIsAnswered() {
        assertThat(results(stored("k1", OrderBuilder.NUMBER, 1))).containsOnlyKeys("k1");
    }

    @Test
    void oneThatCameToNoneIsNot() {
        assertThat(results(stored("k1", OrderBuilder.NUMBER, 0))).isEmpty();
    }

    /** The same key was used for another order. */
    @Test
    void oneOfAnotherOrderIsNot() {
        assertThat(results(stored("k1", 1002, 1))).isEmpty();
    }
}
