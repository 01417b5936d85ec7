package dev.payonce.sandbox.demo;

import dev.payonce.servers.store.StoreOrder;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order that a shopper pays through Payonce itself, and the way the shopper does it.
 *
 * @param tab the old browser tab that pays the order a second time, if there is one
 */
record Checkout(StoreOrder order, Manner manner, Tab tab, AnswerLog results) {

    /** The ways of shoppers. */
    enum Manner {
        DOUBLE_CLICK,
        TWO_TABS,
        RELOADS,
        ANOTHER_CARD,
        THREE_D_SECURE,
        CANCELS_WHILE_PAYING
    }

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

    /** A tab that pays at the same moment mostly finds the order paid already, so few do. */
    private static final int MEANWHILE = 3;

    /** @param number the shopper's, from 0; every tenth pays twice */
    static Checkout of(StoreOrder order, int number, Random random) {
        Manner[] manners = Manner.values();
        Manner manner = manners[random.nextInt(manners.length)];
        Tab tab = tab(number);
        // A shopper who cancels does not pay twice, and gets no refund.
        boolean staysPaid = tab != Tab.NONE || RefundPlan.isOne(number);
        return new Checkout(
                order,
                staysPaid && manner == Manner.CANCELS_WHILE_PAYING ? Manner.RELOADS : manner,
                tab,
                AnswerLog.about(order.id()));
    }

    private static Tab tab(int number) {
        if (number % EVERY_TENTH != EVERY_TENTH / 2 - 1) {
            return Tab.NONE;
        }
        return number / EVERY_TENTH % MEANWHILE == MEANWHILE - 1 ? Tab.PAYS_MEANWHILE : Tab.PAYS_LATER;
    }
}
