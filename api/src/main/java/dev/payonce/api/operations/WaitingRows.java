package dev.payonce.api.operations;

import dev.payonce.api.http.CsvRow;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.review.FourEyes;
import dev.payonce.temporal.TemporalRuns;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import dev.payonce.workflow.Stall;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of the operators' list, from each of its sources. Pure. */
final class WaitingRows {

    private WaitingRows() {}

    static Waiting of(ReviewTable.Row review, Instant now) {
        boolean refund = review.number() == 0;
        return new Waiting(
                (refund ? Waiting.Kind.PROPOSAL : Waiting.Kind.REVIEW).word(),
                review.order(),
                null,
                review.reason(),
                refund ? null : review.number(),
                null,
                null,
                null,
                null,
                null,
                review.at().toString(),
                review.proposedBy()
                        .filter(_ -> review.proposedAt()
                                .filter(at -> now.isBefore(at.plus(FourEyes.WITHIN)))
                                .isPresent())
                        .map(who -> who + " has proposed a " + (refund ? "refund" : "decision")
                                + ". A second operator has to approve it.")
                        .orElse(null));
    }

    static Waiting of(MySqlListedOrders.Overdue effects) {
        return new Waiting(
                Waiting.Kind.EFFECT.word(),
                effects.order(),
                null,
                "EFFECTS_OVERDUE",
                null,
                null,
                null,
                null,
                null,
                null,
                effects.since().toString(),
                "The shop has not applied this order's changes. Check WooCommerce > Status > Scheduled actions"
                        + " (payonce_effects) and the shop's error log.");
    }

    static Waiting of(UnassignedTable.Row money) {
        return new Waiting(
                Waiting.Kind.UNASSIGNED.word(),
                null,
                null,
                "unassigned",
                null,
                money.gateway(),
                money.payment(),
                money.amount(),
                null,
                money.disputed() ? true : null,
                money.at().toString(),
                money.disputed() ? "A bank disputes it." : null);
    }

    /** @param store the name of the store in its mode, which begins the workflow IDs of its orders */
    static Waiting of(TemporalRuns.Run run, String store) {
        String prefix = store.isEmpty() ? "" : store + "-";
        String number = run.workflow().startsWith(prefix) ? run.workflow().substring(prefix.length()) : "";
        Optional<Stall> stall = run.stall();
        return new Waiting(
                Waiting.Kind.STALLED.word(),
                OrderNumber.of(number).orElse(null),
                run.workflow(),
                run.reason(),
                null,
                run.gateway().orElse(null),
                null,
                null,
                null,
                null,
                stall.map(known -> known.since().toString()).orElse(null),
                stall.map(Stall::message).orElse(null));
    }

    static String csv(Waiting row) {
        return CsvRow.of(Stream.of(
                row.kind(),
                row.order(),
                row.run(),
                row.code(),
                row.review(),
                row.gateway(),
                row.payment(),
                row.amount(),
                row.customer(),
                row.since(),
                row.says()));
    }
}
