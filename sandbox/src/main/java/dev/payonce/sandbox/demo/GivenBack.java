package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.store.StoreOrder;
import java.util.List;
import java.util.Optional;

/** One paid order of which money is given back, and how the shop's staff goes about it. */
record GivenBack(StoreOrder order, Manner manner, List<Wish> wishes, Answers results) {

    /** How staff are. */
    enum Manner {
        IN_PARTS,
        DOUBLE_CLICK,
        /** Two of them, each with a key of his own, for one refund of the store's. */
        ASKED_TWICE,
        /** And somebody gives the whole of it back in Stripe's dashboard at the same moment. */
        WHOLE_AND_BY_HAND,
        PARTS_AT_ONCE,
        /** And somebody gives a part of it back in Stripe's dashboard at the same moment. */
        PART_AND_BY_HAND
    }

    /**
     * One refund that the shop wants.
     *
     * @param id the store's own number of it
     * @param minor empty for all that is left
     * @param keys of the requests that ask for it; the same one twice for a double click
     */
    record Wish(long id, Optional<Long> minor, List<String> keys) {}

    private static final int EVERY_FIFTH = 5;
    private static final int WISHES_OF_ONE = 10;

    /** Stripe wants the last digit of some currencies to be zero. */
    private static final long ROUND = 10;

    static boolean isOne(int number) {
        return number % EVERY_FIFTH == 0;
    }

    /** Each manner in turn. */
    static GivenBack of(StoreOrder order, int number) {
        Manner[] manners = Manner.values();
        Manner manner = manners[number / EVERY_FIFTH % manners.length];
        return new GivenBack(order, manner, wishes(order, manner), Answers.about(order.id()));
    }

    private static List<Wish> wishes(StoreOrder order, Manner manner) {
        Optional<Long> third = Optional.of(part(order, 3));
        return switch (manner) {
            case IN_PARTS -> List.of(wish(order, 1, third, "first"), wish(order, 2, Optional.empty(), "rest"));
            case PARTS_AT_ONCE ->
                List.of(wish(order, 1, third, "one"), wish(order, 2, Optional.of(part(order, 4)), "other"));
            case DOUBLE_CLICK -> List.of(wish(order, 1, Optional.of(part(order, 2)), "click", "click"));
            case ASKED_TWICE -> List.of(wish(order, 1, Optional.empty(), "ann", "bob"));
            case WHOLE_AND_BY_HAND -> List.of(wish(order, 1, Optional.of(Metadata.asked(order)), "whole"));
            case PART_AND_BY_HAND -> List.of(wish(order, 1, third, "part"));
        };
    }

    private static Wish wish(StoreOrder order, int number, Optional<Long> minor, String... keys) {
        return new Wish(order.id() * WISHES_OF_ONE + number, minor, List.of(keys));
    }

    /** What somebody gives back by hand at the same moment; 0 for nothing. */
    long byHand() {
        return switch (manner) {
            case WHOLE_AND_BY_HAND -> Metadata.asked(order);
            case PART_AND_BY_HAND -> part(order, 2);
            case IN_PARTS, DOUBLE_CLICK, ASKED_TWICE, PARTS_AT_ONCE -> 0;
        };
    }

    private static long part(StoreOrder order, int of) {
        return Math.max(ROUND, Metadata.asked(order) / of / ROUND * ROUND);
    }
}
