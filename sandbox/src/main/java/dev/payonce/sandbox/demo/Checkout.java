package dev.payonce.sandbox.demo;

import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.Shopper.Saved;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order that is paid through Payonce itself, and the way of the shopper or of the shop's renewal hook.
 *
 * @param card the saved card of a shopper who returns, or of a renewal
 * @param tab the old browser tab that pays the order a second time, if there is one
 */
record Checkout(StoreOrder order, Manner manner, Tab tab, Optional<Saved> card, AnswerLog results) {

    /** The ways of shoppers, and of the hooks that renew subscriptions. */
    enum Manner {
        DOUBLE_CLICK,
        TWO_TABS,
        RELOADS,
        ANOTHER_CARD,
        THREE_D_SECURE,
        CANCELS_WHILE_PAYING,
        RENEWAL,
        /** The hook fires twice in the same moment, with a key of its own each time. */
        RENEWAL_TWICE;

        boolean isRenewal() {
            return this == RENEWAL || this == RENEWAL_TWICE;
        }
    }

    private static final List<Manner> SHOPPERS =
            Stream.of(Manner.values()).filter(each -> !each.isRenewal()).toList();

    /** A second payment of ours for the same order, left open in an old browser tab. */
    enum Tab {
        NONE,
        PAYS_MEANWHILE,
        PAYS_LATER
    }

    /** Returns the orders whose shopper cancelled in time: the charge came to nothing, so nothing was left to cancel. */
    static Set<Long> notCharged(List<Checkout> all) {
        return all.stream()
                .filter(each -> each.manner == Manner.CANCELS_WHILE_PAYING)
                .filter(each -> each.results.is("a", "refused") || each.results.is("a", "declined"))
                .map(each -> each.order.id())
                .collect(Collectors.toSet());
    }

    private static final int EVERY_TENTH = 10;
    private static final int EVERY_FIFTH = 5;
    private static final int EVERY_THIRD = 3;

    /** A tab that pays at the same moment mostly finds the order paid already, so few do. */
    private static final int MEANWHILE = 3;

    /** Returns true for a shopper who returns with a saved card: every fifth does. */
    static boolean returns(int number) {
        return number % EVERY_FIFTH == 2;
    }

    /** @param number the renewal's, from 0; the hook of every third fires twice */
    static Checkout renewal(StoreOrder order, int number, Saved card) {
        Manner manner = number % EVERY_THIRD == 2 ? Manner.RENEWAL_TWICE : Manner.RENEWAL;
        return new Checkout(order, manner, Tab.NONE, Optional.of(card), AnswerLog.about(order.id()));
    }

    /**
     * Draws a shopper's way.
     *
     * @param number the shopper's, from 0; every tenth pays twice
     * @param card see {@link #returns}
     */
    static Checkout of(StoreOrder order, int number, Optional<Saved> card, Random random) {
        Manner drawn = SHOPPERS.get(random.nextInt(SHOPPERS.size()));
        // Her saved card asks for no 3-D Secure.
        Manner manner = card.isPresent() && drawn == Manner.THREE_D_SECURE ? Manner.DOUBLE_CLICK : drawn;
        Tab tab = tab(number);
        // A shopper who cancels does not pay twice, and gets no refund.
        boolean staysPaid = tab != Tab.NONE || RefundPlan.isOne(number);
        return new Checkout(
                order,
                staysPaid && manner == Manner.CANCELS_WHILE_PAYING ? Manner.RELOADS : manner,
                tab,
                card,
                AnswerLog.about(order.id()));
    }

    private static Tab tab(int number) {
        if (number % EVERY_TENTH != EVERY_TENTH / 2 - 1) {
            return Tab.NONE;
        }
        return number / EVERY_TENTH % MEANWHILE == MEANWHILE - 1 ? Tab.PAYS_MEANWHILE : Tab.PAYS_LATER;
    }
}
