package dev.payonce.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers what was seen, and knows what was seen before. */
final class Sightings {

    private Sightings() {}

    /**
     * Writes down in which state a payment was seen, and since when.
     *
     * @return the line's name and the time since which the payment is in this state
     */
    static Entry record(Draft draft, Payment payment) {
        Series series = Series.of(draft.ledger, "payment:" + payment.id() + "#");
        String state = payment.decline()
                .filter(_ -> payment.stage() == Payment.Stage.OPEN)
                .map(decline -> "declined." + decline.code())
                .orElse(payment.stage().name());
        if (overtaken(series, payment, draft.now)) {
            return series.lines().getLast();
        }
        String name = series.line(state);
        draft.write(
                name,
                new Fact.Sighted(
                        payment.gateway(),
                        payment.id(),
                        payment.names(),
                        payment.stage(),
                        payment.decline().map(Payment.Decline::code),
                        payment.amount(),
                        payment.captured()));
        return draft.entries.getLast();
    }

    /** An old look that is settled late, after a reset for instance, does not overwrite what was seen since. */
    private static boolean overtaken(Series series, Payment payment, Instant now) {
        return !series.lines().isEmpty()
                && Duration.between(payment.seenAt(), now).compareTo(Policy.FRESH) > 0
                && series.lines().getLast().at().isAfter(payment.seenAt());
    }

    /** The last sighting of each payment that the ledger knows, by payment id. */
    static Map<String, Fact.Sighted> last(Ledger ledger) {
        Map<String, Fact.Sighted> last = new LinkedHashMap<>();
        ledger.facts(Fact.Sighted.class).forEach(seen -> last.put(seen.payment(), seen));
        return last;
    }

    /** An id that a callback named and the gateway does not know: looked for again, for a while, then asked about. */
    static void unfound(Draft draft, String gateway, String object) {
        String name = "unfound:" + object;
        draft.write(name, new Fact.Unfound(gateway, object));
        Instant since = draft.entries.getLast().at();
        if (Duration.between(since, draft.now).compareTo(Policy.UNFOUND_FOR) < 0) {
            draft.lookAgain(gateway, object, since);
        } else {
            draft.concernUnfound(gateway, object);
        }
    }
}
