package dev.payonce.reconcile;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.PaymentLifecycle.Proof;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The owner of a made-up payment, known from its making and from the order that it was first seen with. */
final class ExpectedOwner {

    private final RandomScenario world;
    private final Map<String, String> firstKey = new HashMap<>();

    ExpectedOwner(RandomScenario world) {
        this.world = world;
    }

    void remember(String payment, Order order) {
        firstKey.putIfAbsent(payment, order.key());
    }

    boolean proven(String payment, ExternalIds externalIds, Proof proof, Order order) {
        boolean stored = order.key().equals(firstKey.get(payment));
        boolean elsewhere = firstKey.containsKey(payment) && !stored;
        boolean named = order.externalIds().meet(externalIds) || stored;
        boolean original = order.key().equals(OrderBuilder.KEY);
        return switch (proof) {
            case TAG -> original;
            case TAG_OF_OTHER_KEY -> !original;
            case CLAIM -> !elsewhere && (original || stored);
            case CLAIM_OF_OTHER_KEY -> !elsewhere && (!original || stored);
            case CLAIM_OF_NUMBER, NONE -> !elsewhere && named;
            case TAG_OF_OTHER_STORE, TAG_OF_OTHER_SITE, CLAIM_OF_OTHER_SITE -> false;
        };
    }

    boolean concerns(PaymentLifecycle life, @Nullable Order order) {
        if (order == null) {
            return switch (life.proof) {
                case TAG_OF_OTHER_SITE, TAG_OF_OTHER_STORE, CLAIM_OF_OTHER_SITE -> false;
                case TAG, TAG_OF_OTHER_KEY, CLAIM, CLAIM_OF_OTHER_KEY, CLAIM_OF_NUMBER, NONE -> true;
            };
        }
        boolean points =
                order.externalIds().meet(life.externalIds()) || order.key().equals(firstKey.get(life.id()));
        return switch (life.proof) {
            case TAG, TAG_OF_OTHER_KEY -> true;
            case CLAIM -> points || order.key().equals(OrderBuilder.KEY);
            case CLAIM_OF_OTHER_KEY -> points || !order.key().equals(OrderBuilder.KEY);
            case CLAIM_OF_NUMBER, NONE -> points;
            case TAG_OF_OTHER_STORE, TAG_OF_OTHER_SITE, CLAIM_OF_OTHER_SITE -> false;
        };
    }

    /** Returns the payer by our ledger; else, or when that money is gone, the one by the order. */
    boolean paid(Payment payment, Order order) {
        List<Fact.Paid> paid = world.given.ledger().stream()
                .map(Entry::fact)
                .filter(Fact.Paid.class::isInstance)
                .map(Fact.Paid.class::cast)
                .toList();
        boolean byUs = paid.stream().anyMatch(one -> one.payment().equals(payment.id()));
        boolean byOrder = order.paid()
                .filter(one -> one.externalIds().meet(payment.externalIds()))
                .isPresent();
        boolean gone = paid.stream()
                .allMatch(one -> world.given.ledger().stream()
                        .anyMatch(line -> line.fact() instanceof Fact.OrderStatusChanged moved
                                && moved.reason() == Fact.StatusReason.REFUNDED
                                && moved.payment().equals(one.payment())));
        return byUs || (byOrder && gone);
    }
}
