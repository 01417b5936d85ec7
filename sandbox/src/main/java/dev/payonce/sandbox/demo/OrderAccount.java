package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.demo.Ending.Money;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The account of all orders: each has exactly one ending, which the store, Stripe's journal and Payonce's API agree
 * on. The endings add up to the orders that were sold.
 *
 * @param violations the orders that it cannot account for, a sentence each
 */
record OrderAccount(int sold, Map<Ending, Integer> endings, List<String> violations) {

    private static final Map<Ending, Set<String>> SAID = Map.of(
            Ending.PAID, Set.of("PAID"),
            Ending.REFUNDED, Set.of("REFUNDED"),
            Ending.CANCELLED, Set.of("CANCELLED"),
            Ending.NOT_CHARGED, Set.of("404", "NONE"),
            Ending.AUTHORIZED, Set.of("AUTHORIZED"),
            Ending.DECLINED, Set.of("DECLINED", "CANCELLED"),
            Ending.IN_REVIEW, Set.of("NEEDS_REVIEW"));

    /**
     * Accounts for each of the orders that the demo sold.
     *
     * @param cancelled the orders whose charge was stopped by the shopper before it was sent
     */
    static OrderAccount of(List<Long> sold, Set<Long> cancelled, Evidence evidence) {
        Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
        List<String> violations = new ArrayList<>();
        for (long order : sold) {
            String said = evidence.said(order);
            Money money = evidence.money(order);
            Optional<Ending> ending =
                    Ending.of(evidence.order(order), money, said.equals("NEEDS_REVIEW"), cancelled.contains(order));
            ending.ifPresent(one -> endings.merge(one, 1, Integer::sum));
            if (ending.filter(one -> SAID.getOrDefault(one, Set.of()).contains(said))
                    .isEmpty()) {
                violations.add("order " + order + " is " + evidence.order(order).status() + " in the store and " + said
                        + " at the API; at Stripe: " + money);
            }
        }
        int sum = endings.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != sold.size() || evidence.orders().size() != sold.size()) {
            violations.add(sold.size() + " orders were sold, " + sum + " have an ending, the store holds "
                    + evidence.orders().size());
        }
        return new OrderAccount(sold.size(), endings, violations);
    }

    Verdict verdict() {
        return new Verdict(
                "I5",
                "every order has one ending",
                violations,
                accounted() + " of " + sold + " orders, summed up below");
    }

    /** Writes the sum: {@code 93 paid + 12 refunded in full + 3 in manual review = 108 of 108 orders}. */
    @Override
    public String toString() {
        return endings.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(" + "))
                + " = " + accounted() + " of " + sold + " orders";
    }

    private int accounted() {
        return endings.values().stream().mapToInt(Integer::intValue).sum();
    }
}
