package dev.payonce.api.page;

import dev.payonce.api.history.Standstill;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentHistory.Line;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.ledger.Proposal;
import dev.payonce.money.Money;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The view of one payment, for its page.
 *
 * @param tone good, bad, wait or plain
 * @param earlier the number of steps that are not shown
 * @param run the sentence about the order's run in Temporal
 */
record PaymentView(
        long order,
        String status,
        String tone,
        String amount,
        String run,
        Optional<Stalled> stalled,
        List<OpenReview> reviews,
        List<Compared> compared,
        List<Step> steps,
        int earlier,
        List<Links.Link> links,
        List<MoneyAction> actions) {

    /** The most steps of a picture; the newest ones are shown. */
    static final int MOST_STEPS = 200;

    /** A stall, with what follows by itself. */
    record Stalled(String title, String since, String age, String says, String next, String advice) {}

    /** An open review with its choices. */
    record OpenReview(
            int number,
            String code,
            String title,
            String since,
            String age,
            String advice,
            List<String> lines,
            List<Choice> choices,
            Optional<Proposed> proposed) {}

    /**
     * A decision that waits for a second operator.
     *
     * @param choice the name of its choice
     */
    record Proposed(String by, String says, String choice) {

        static Proposed of(Proposal proposal, Ledger ledger) {
            Choice choice =
                    Choice.of(proposal.decision().review(), proposal.decision().action(), ledger);
            String of = choice.payment().isEmpty() ? "" : " of " + choice.payment();
            return new Proposed(
                    proposal.decision().who(),
                    "%s has proposed \u201c%s%s\u201d, because: %s. Nothing was done yet. Another operator has to approve it by %s."
                            .formatted(
                                    proposal.decision().who(),
                                    choice.button(),
                                    of,
                                    proposal.decision().why(),
                                    Ages.time(proposal.until())),
                    choice.id());
        }
    }

    static PaymentView of(Timeline timeline, Optional<Optional<Run>> run, boolean shadow, Links links, Instant now) {
        List<Entry> entries = timeline.lines().stream().map(Line::entry).toList();
        Ledger ledger = Ledger.of(entries);
        Optional<Stall> stall = run.flatMap(known -> known).flatMap(Run::stall);
        PaymentSummary.Status status = stall.map(_ -> PaymentSummary.Status.STALLED)
                .orElse(timeline.view().status());
        boolean unnoticed = status == PaymentSummary.Status.PAID
                && ledger.facts(Fact.Paid.class).findAny().isEmpty();
        int earlier = Math.max(0, entries.size() - MOST_STEPS);
        return new PaymentView(
                timeline.order().number(),
                unnoticed ? "Captured at the gateway; Payonce has not set the order to paid" : words(status),
                unnoticed ? "wait" : tone(status),
                timeline.view().amount().map(Money::text).orElse(""),
                run.map(known -> known.map(it -> it.open() ? "Its run is open." : "Its run is closed.")
                                .orElse("It has no run."))
                        .orElse("Temporal cannot be asked now, so a stall would not show."),
                stall.map(known -> stalled(known, now)),
                ledger.openReviews().stream()
                        .map(review -> review(review, ledger, entries, now))
                        .toList(),
                Compared.of(timeline.view(), ledger),
                entries.stream()
                        .skip(earlier)
                        .map(entry -> Step.of(entry, shadow))
                        .toList(),
                earlier,
                Stream.concat(links.of(timeline.order()), payments(ledger, links))
                        .toList(),
                MoneyAction.of(ledger, stall.isPresent(), now));
    }

    private static Stream<Links.Link> payments(Ledger ledger, Links links) {
        return ledger.lastObserved().values().stream()
                .flatMap(seen -> links.of(seen.gateway(), seen.payment()).stream());
    }

    private static Stalled stalled(Stall stall, Instant now) {
        return new Stalled(
                ReviewWords.title(stall.code()),
                Ages.time(stall.since()),
                Ages.of(stall.since(), now),
                stall.message(),
                stall.next(),
                ReviewWords.advice(stall));
    }

    private static OpenReview review(Review review, Ledger ledger, List<Entry> entries, Instant now) {
        Optional<Instant> since = Standstill.openedAt(entries, review);
        return new OpenReview(
                review.number(),
                review.reason().name(),
                ReviewWords.title(review.reason().name()),
                since.map(Ages::time).orElse(""),
                since.map(at -> Ages.of(at, now)).orElse(""),
                ReviewWords.advice(review.reason()),
                review.lines(),
                review.actions().stream()
                        .filter(action -> !(action instanceof ReviewAction.Refresh)) // The page has a button for it.
                        .map(action -> Choice.of(review.number(), action, ledger))
                        .toList(),
                Proposal.of(ledger, review.number(), now).map(known -> Proposed.of(known, ledger)));
    }

    private static String words(PaymentSummary.Status status) {
        return switch (status) {
            case NONE -> "No payment is known";
            case CANCELLED -> "Cancelled";
            case DECLINED -> "Declined";
            case OPEN -> "Open: not paid yet";
            case PENDING -> "Pending at the gateway or a bank";
            case AUTHORIZED -> "Authorized, not captured";
            case PAID -> "Paid";
            case REFUNDED -> "Refunded";
            case DISPUTED -> "Disputed by a bank";
            case NEEDS_REVIEW -> "Needs a decision";
            case STALLED -> "Stalled";
            case UNREADABLE -> "The ledger cannot be read by this version";
        };
    }

    private static String tone(PaymentSummary.Status status) {
        return switch (status) {
            case PAID -> "good";
            case DECLINED, DISPUTED, UNREADABLE, STALLED -> "bad";
            case NEEDS_REVIEW -> "wait";
            case NONE, CANCELLED, OPEN, PENDING, AUTHORIZED, REFUNDED -> "plain";
        };
    }
}
