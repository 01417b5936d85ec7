package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.store.StoreOrder;
import java.util.Random;

/**
 * One order that is paid through Payonce itself, and what its shopper does.
 *
 * @param tab whether an old tab pays the order a second time, and when
 */
record Checkout(StoreOrder order, Manner manner, Tab tab, Answers results) {

    /** How shoppers are. */
    enum Manner {
        DOUBLE_CLICK,
        TWO_TABS,
        RELOADS,
        ANOTHER_CARD,
        THREE_D_SECURE,
        CANCELS_WHILE_PAYING
    }

    /** A second payment of ours for the same order, left open in a browser. */
    enum Tab {
        NONE,
        PAYS_MEANWHILE,
        PAYS_LATER
    }

    private static final int EVERY_TENTH = 10;

    /** Who pays at the same moment mostly finds the order paid already, so that few do. */
    private static final int MEANWHILE = 3;

    /** @param number the shopper's, from 0; every tenth pays twice */
    static Checkout of(StoreOrder order, int number, Random random) {
        Manner[] manners = Manner.values();
        Manner manner = manners[random.nextInt(manners.length)];
        Tab tab = tab(number);
        // Whoever calls the purchase off does not pay it twice, and has nothing given back.
        boolean reconciled = tab != Tab.NONE || GivenBack.isOne(number);
        return new Checkout(
                order,
                reconciled && manner == Manner.CANCELS_WHILE_PAYING ? Manner.RELOADS : manner,
                tab,
                Answers.about(order.id()));
    }

    private static Tab tab(int number) {
        if (number % EVERY_TENTH != EVERY_TENTH / 2 - 1) {
            return Tab.NONE;
        }
        return number / EVERY_TENTH % MEANWHILE == MEANWHILE - 1 ? Tab.PAYS_MEANWHILE : Tab.PAYS_LATER;
    }
}
