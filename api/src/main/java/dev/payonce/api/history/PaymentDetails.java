package dev.payonce.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.PaymentHistory.Line;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.payment.Reversal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /payments/{order}}. What is not known is left out.
 *
 * @param shadow true where nothing of it was done; missing elsewhere
 * @param status one of {@link PaymentSummary.Status}
 * @param reason why it stands still, a code
 * @param payment the gateway's id of the payment that this is about
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
        @Nullable String payment,
        @Nullable Amount amount,
        List<Refund> refunds,
        List<Moment> timeline) {

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

    public static PaymentDetails of(Timeline timeline, boolean shadow) {
        PaymentSummary view = timeline.view();
        return new PaymentDetails(
                timeline.order().number(),
                timeline.order().store().isEmpty() ? null : timeline.order().store(),
                shadow ? true : null,
                view.status(),
                view.reason().orElse(null),
                view.payment().orElse(null),
                view.amount().map(Amount::of).orElse(null),
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
}
