package dev.payonce.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentHistory.Line;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.payment.Fee;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /payments/{order}}. What is not known is left out.
 *
 * @param shadow true where nothing of it was done; missing elsewhere
 * @param status one of {@link PaymentSummary.Status}
 * @param reason why it stands still, a code
 * @param run open, closed, none, or unreachable while Temporal cannot be asked
 * @param stalled why it cannot go on at present
 * @param reviews the open reviews, oldest first
 * @param payment the gateway's id of the payment that this is about
 * @param saved the methods that its payments left behind to pay with again
 * @param fee what the gateway booked of the payment
 * @param refunds in the order in which they were seen first, each as it was seen last
 * @param timeline oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentDetails(
        long order,
        @Nullable String store,
        @Nullable Boolean shadow,
        PaymentSummary.Status status,
        @Nullable String reason,
        String run,
        @Nullable Standstill stalled,
        @Nullable List<Standstill> reviews,
        @Nullable String payment,
        @Nullable Amount amount,
        @Nullable List<SavedMethod> saved,
        @Nullable Booked fee,
        List<Refund> refunds,
        List<Moment> timeline) {

    /** The fee that the gateway kept, and the net that it books for the merchant. */
    public record Booked(Amount fee, Amount net) {
        static Booked of(Fee fee) {
            return new Booked(Amount.of(fee.fee()), Amount.of(fee.net()));
        }
    }

    /** @param minor in units of the currency's smallest coin; {@code text} is for people */
    public record Amount(long minor, String currency, String text) {
        static Amount of(Money money) {
            return new Amount(money.minor(), money.currency(), money.text());
        }
    }

    /**
     * A refund that the gateway shows, of any origin.
     *
     * @param id the gateway's
     * @param state pending, done or failed
     * @param operation the number of our operation; missing where it was made elsewhere
     * @param storeRefund WooCommerce's id, where it was made for one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Refund(
            String id,
            String payment,
            String state,
            Amount amount,
            @Nullable Integer operation,
            @Nullable Long storeRefund) {

        static Refund of(Fact.ReversalObserved seen) {
            Reversal refund = seen.reversal();
            return new Refund(
                    refund.id(),
                    seen.payment(),
                    refund.state().name().toLowerCase(Locale.ROOT),
                    Amount.of(refund.money()),
                    refund.operation().orElse(null),
                    refund.storeRefund().orElse(null));
        }
    }

    /**
     * A line of the ledger.
     *
     * @param at ISO 8601, UTC
     * @param entry the line's name, unique within the order
     * @param says the line in words
     * @param by who or what brought it about
     * @param rules the version of the rules that decided it
     */
    public record Moment(String at, String entry, String says, String by, String rules) {
        static Moment of(Line line, boolean shadow) {
            return new Moment(
                    line.entry().at().toString(),
                    line.entry().name(),
                    shadow
                            ? EntryDescription.inShadowMode(line.entry().fact())
                            : EntryDescription.sentence(line.entry().fact()),
                    line.entry().actor(),
                    line.rules());
        }
    }

    /**
     * Makes the answer. What the run shows comes first: a run that stalls may not reach the ledger.
     *
     * @param run the order's run; empty while Temporal cannot be asked
     */
    public static PaymentDetails of(Timeline timeline, Optional<Optional<Run>> run, boolean shadow, Instant now) {
        PaymentSummary view = timeline.view();
        Optional<Stall> stall = run.flatMap(known -> known).flatMap(Run::stall);
        List<Standstill> reviews =
                Standstill.reviews(timeline.lines().stream().map(Line::entry).toList(), now);
        return new PaymentDetails(
                timeline.order().number(),
                timeline.order().store().isEmpty() ? null : timeline.order().store(),
                shadow ? true : null,
                stall.map(_ -> PaymentSummary.Status.STALLED).orElse(view.status()),
                stall.map(Stall::code).or(view::reason).orElse(null),
                run.map(known -> known.map(it -> it.open() ? "open" : "closed").orElse("none"))
                        .orElse("unreachable"),
                stall.map(Standstill::of).orElse(null),
                reviews.isEmpty() ? null : reviews,
                view.payment().orElse(null),
                view.amount().map(Amount::of).orElse(null),
                saved(timeline),
                fee(timeline, view),
                refunds(timeline),
                timeline.lines().stream().map(line -> Moment.of(line, shadow)).toList());
    }

    private static List<Refund> refunds(Timeline timeline) {
        Map<String, Refund> last = new LinkedHashMap<>();
        for (Line line : timeline.lines()) {
            if (line.entry().fact() instanceof Fact.ReversalObserved seen
                    && seen.reversal().kind() == Reversal.Kind.REFUND) {
                last.put(seen.payment() + " " + seen.reversal().id(), Refund.of(seen));
            }
        }
        return List.copyOf(last.values());
    }

    private static @Nullable List<SavedMethod> saved(Timeline timeline) {
        List<SavedMethod> methods = facts(timeline, Fact.MethodSaved.class)
                .map(Fact.MethodSaved::method)
                .toList();
        return methods.isEmpty() ? null : methods;
    }

    private static @Nullable Booked fee(Timeline timeline, PaymentSummary view) {
        return facts(timeline, Fact.FeeObserved.class)
                .filter(booked ->
                        view.payment().filter(booked.payment()::equals).isPresent())
                .reduce((_, last) -> last)
                .map(booked -> Booked.of(booked.booked()))
                .orElse(null);
    }

    private static <F extends Fact> Stream<F> facts(Timeline timeline, Class<F> kind) {
        return timeline.lines().stream()
                .map(line -> line.entry().fact())
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}
