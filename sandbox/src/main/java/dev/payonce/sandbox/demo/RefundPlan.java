package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.store.StoreOrder;
import java.util.List;
import java.util.Optional;

/** The refunds of one paid order, and the way the store's staff requests them. */
record RefundPlan(StoreOrder order, Manner manner, List<RefundRequest> requests, AnswerLog results) {

    /** The ways of the staff. */
    enum Manner {
        IN_PARTS,
        DOUBLE_CLICK,
        /** Two clerks, each with a key of their own, request one refund of the store's. */
        ASKED_TWICE,
        /** And a clerk refunds the whole in Stripe's dashboard at the same moment. */
        WHOLE_AND_BY_HAND,
        PARTS_AT_ONCE,
        /** And a clerk refunds a part in Stripe's dashboard at the same moment. */
        PART_AND_BY_HAND
    }

    /**
     * A refund that the store wants.
     *
     * @param id the store's number of the refund
     * @param minor empty for all that is left
     * @param keys of the requests that ask for it; the same one twice for a double click
     */
    record RefundRequest(long id, Optional<Long> minor, List<String> keys) {}

    private static final int EVERY_FIFTH = 5;
    private static final int REQUESTS_OF_ONE = 10;

    /** The step of amounts: in some currencies Stripe takes only those whose last digit is zero. */
    private static final long ROUND = 10;

    static boolean isOne(int number) {
        return number % EVERY_FIFTH == 0;
    }

    /** Takes each manner in turn. */
    static RefundPlan of(StoreOrder order, int number) {
        Manner[] manners = Manner.values();
        Manner manner = manners[number / EVERY_FIFTH % manners.length];
        return new RefundPlan(order, manner, requests(order, manner), AnswerLog.about(order.id()));
    }

    private static List<RefundRequest> requests(StoreOrder order, Manner manner) {
        Optional<Long> third = Optional.of(part(order, 3));
        return switch (manner) {
            case IN_PARTS -> List.of(request(order, 1, third, "first"), request(order, 2, Optional.empty(), "rest"));
            case PARTS_AT_ONCE ->
                List.of(request(order, 1, third, "one"), request(order, 2, Optional.of(part(order, 4)), "other"));
            case DOUBLE_CLICK -> List.of(request(order, 1, Optional.of(part(order, 2)), "click", "click"));
            case ASKED_TWICE -> List.of(request(order, 1, Optional.empty(), "ann", "bob"));
            case WHOLE_AND_BY_HAND -> List.of(request(order, 1, Optional.of(Metadata.asked(order)), "whole"));
            case PART_AND_BY_HAND -> List.of(request(order, 1, third, "part"));
        };
    }

    private static RefundRequest request(StoreOrder order, int number, Optional<Long> minor, String... keys) {
        return new RefundRequest(order.id() * REQUESTS_OF_ONE + number, minor, List.of(keys));
    }

    /** Returns the amount that a clerk refunds in Stripe's dashboard at the same moment; 0 for none. */
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
