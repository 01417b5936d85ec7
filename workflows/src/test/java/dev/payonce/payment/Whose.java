package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.order.Order;
import dev.payonce.payment.Life.Proof;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose a made-up payment is, known from how it was made up and from which order it was first seen with. */
final class Whose {

    private final World world;
    private final Map<String, String> firstKey = new HashMap<>();

    Whose(World world) {
        this.world = world;
    }

    void remember(String payment, Order order) {
        firstKey.putIfAbsent(payment, order.key());
    }

    boolean proven(String payment, Names names, Proof proof, Order order) {
        boolean remembered = order.key().equals(firstKey.get(payment));
        boolean elsewhere = firstKey.containsKey(payment) && !remembered;
        boolean named = order.names().meet(names) || remembered;
        boolean original = order.key().equals(AnOrder.KEY);
        return switch (proof) {
            case TAG -> original;
            case TAG_OF_OTHER_KEY -> !original;
            case CLAIM -> !elsewhere && (original || remembered);
            case CLAIM_OF_OTHER_KEY -> !elsewhere && (!original || remembered);
            case CLAIM_OF_NUMBER, NONE -> !elsewhere && named;
            case TAG_OF_OTHER_STORE, TAG_OF_OTHER_SITE, CLAIM_OF_OTHER_SITE -> false;
        };
    }

    boolean concerns(Life life, @Nullable Order order) {
        if (order == null) {
            return switch (life.proof) {
                case TAG_OF_OTHER_SITE, TAG_OF_OTHER_STORE, CLAIM_OF_OTHER_SITE -> false;
                case TAG, TAG_OF_OTHER_KEY, CLAIM, CLAIM_OF_OTHER_KEY, CLAIM_OF_NUMBER, NONE -> true;
            };
        }
        boolean points = order.names().meet(life.names()) || order.key().equals(firstKey.get(life.id()));
        return switch (life.proof) {
            case TAG, TAG_OF_OTHER_KEY -> true;
            case CLAIM -> points || order.key().equals(AnOrder.KEY);
            case CLAIM_OF_OTHER_KEY -> points || !order.key().equals(AnOrder.KEY);
            case CLAIM_OF_NUMBER, NONE -> points;
            case TAG_OF_OTHER_STORE, TAG_OF_OTHER_SITE, CLAIM_OF_OTHER_SITE -> false;
        };
    }

    /** Who paid by our ledger; else, or when that money is gone, who paid by the order. */
    boolean paid(Payment payment, Order order) {
        List<Fact.Paid> paid = world.given.ledger().stream()
                .map(Entry::fact)
                .filter(Fact.Paid.class::isInstance)
                .map(Fact.Paid.class::cast)
                .toList();
        boolean byUs = paid.stream().anyMatch(one -> one.payment().equals(payment.id()));
        boolean byOrder =
                order.paid().filter(one -> one.names().meet(payment.names())).isPresent();
        boolean gone = paid.stream()
                .allMatch(one -> world.given.ledger().stream()
                        .anyMatch(line -> line.fact() instanceof Fact.Moved moved
                                && moved.why() == Fact.Why.REFUNDED
                                && moved.payment().equals(one.payment())));
        return byUs || (byOrder && gone);
    }
}
