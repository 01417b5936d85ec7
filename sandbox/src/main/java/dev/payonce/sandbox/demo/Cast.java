package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.Shopper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The orders of a demo and their payments, drawn from its seed.
 *
 * @param roles orders that were charged before Payonce hears of them, one payment each
 * @param unpaid orders without a charge: their shoppers come to Payonce's checkout
 * @param renewals orders of subscriptions, which the shop's hooks renew by a saved card
 */
record Cast(List<Role> roles, List<StoreOrder> unpaid, List<StoreOrder> renewals) {

    private static final int EVERY_TENTH = 10;

    /**
     * An order that was charged before, and its payment.
     *
     * @param intent the payment's id at Stripe
     * @param tagged made by Payonce, else by the shop's existing plugin
     * @param asked what the order asks, in minor units
     * @param paid what was captured
     */
    record Role(StoreOrder order, String intent, boolean tagged, boolean declinedFirst, long asked, long paid) {

        boolean asAsked() {
            return asked == paid;
        }
    }

    /** Plans refunds for every fifth order that will be paid. */
    List<RefundPlan> refundPlans() {
        List<StoreOrder> charged =
                roles.stream().filter(Role::asAsked).map(Role::order).toList();
        return Stream.of(charged, unpaid)
                .flatMap(orders -> IntStream.range(0, orders.size())
                        .filter(RefundPlan::isOne)
                        .mapToObj(number -> RefundPlan.of(orders.get(number), number)))
                .toList();
    }

    /** Lists the numbers of all orders. */
    List<Long> orders() {
        return Stream.of(roles.stream().map(Role::order), unpaid.stream(), renewals.stream())
                .flatMap(orders -> orders)
                .map(StoreOrder::id)
                .toList();
    }

    static Cast play(Installation all, long seed, int count) {
        Random random = new Random(seed);
        List<Role> roles = new ArrayList<>();
        List<StoreOrder> orders = all.store().addOrders(seed, count);
        for (StoreOrder order : orders.subList(0, count / 2)) {
            roles.add(role(all, order, random, roles.size()));
        }
        int due = count - count / EVERY_TENTH;
        return new Cast(List.copyOf(roles), orders.subList(count / 2, due), orders.subList(due, count));
    }

    /** Draws a payment: half are tagged, one in ten is declined first, one in twenty captures another amount. */
    private static Role role(Installation all, StoreOrder order, Random random, int index) {
        boolean tagged = index % 2 == 0;
        boolean declined = random.nextInt(10) == 0;
        boolean another = !declined && random.nextInt(18) == 0;
        long asked = Metadata.asked(order);
        long paid = another ? asked + 100L * (1 + random.nextInt(5)) : asked;
        Map<String, String> metadata = tagged ? Metadata.tag(all, order) : Metadata.claim(all, order);
        Shopper shopper = all.stripe().shopper();
        String intent;
        if (declined) {
            intent = shopper.declineThenSucceed(asked, order.currency(), metadata);
        } else if (another) {
            intent = shopper.payAnother(asked, paid, order.currency(), metadata);
        } else {
            intent = shopper.pay(asked, order.currency(), metadata);
        }
        return new Role(order, intent, tagged, declined, asked, paid);
    }
}
