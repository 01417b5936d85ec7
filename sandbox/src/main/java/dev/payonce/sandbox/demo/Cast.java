package dev.payonce.sandbox.demo;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.store.StoreOrder;
import dev.payonce.sandbox.stripe.Shopper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Who pays what: one payment for each order, from the demo's seed. */
record Cast(List<Role> roles) {

    /**
     * One order and its payment.
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

    static Cast play(Installation all, long seed, int count) {
        Random random = new Random(seed);
        List<Role> roles = new ArrayList<>();
        for (StoreOrder order : all.store().addOrders(seed, count)) {
            roles.add(role(all, order, random, roles.size()));
        }
        return new Cast(List.copyOf(roles));
    }

    /** Half are tagged, one in ten is declined first, one in twenty captures another amount. */
    private static Role role(Installation all, StoreOrder order, Random random, int index) {
        boolean tagged = index % 2 == 0;
        boolean declined = random.nextInt(10) == 0;
        boolean another = !declined && random.nextInt(18) == 0;
        long asked = asked(order);
        long paid = another ? asked + 100L * (1 + random.nextInt(5)) : asked;
        Map<String, String> metadata = tagged ? tag(all, order) : claim(all, order);
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

    static long asked(StoreOrder order) {
        return Money.ofMajor(order.total(), order.currency()).orElseThrow().minor();
    }

    /** Payonce's own mark. A store without a name has none in it: Stripe takes an empty value for none. */
    static Map<String, String> tag(Installation all, StoreOrder order) {
        return Map.of(
                "payonce_site", Fingerprint.ofSite(all.store().siteUrl()),
                "payonce_order", Long.toString(order.id()),
                "payonce_key", Fingerprint.ofOrderKey(order.key()),
                "payonce_operation", "1");
    }

    /** What WooCommerce's Stripe plugin writes. */
    static Map<String, String> claim(Installation all, StoreOrder order) {
        return Map.of(
                "order_id", Long.toString(order.id()),
                "order_key", order.key(),
                "site_url", all.store().siteUrl());
    }
}
