package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.payment.Payment.Stage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers what was seen, and knows what was seen before. */
final class Sightings {

    private Sightings() {}

    /**
     * Writes down in which state a payment was seen, and since when.
     *
     * @return the line's name and the time since which the payment is in this state; empty when the look is older than
     *     what is remembered, so that nothing may follow from it but another look
     */
    static Optional<Entry> record(Draft draft, Payment payment) {
        Series series = Series.of(draft.ledger, "payment", payment.id());
        String state = state(payment);
        if (overtaken(draft, payment, series, state)) {
            draft.overtaken(payment);
            return Optional.empty();
        }
        return Optional.of(draft.write(
                series.line(state),
                new Fact.Sighted(
                        payment.gateway(),
                        payment.id(),
                        payment.names(),
                        payment.stage(),
                        payment.decline().map(Payment.Decline::code),
                        payment.amount(),
                        payment.captured(),
                        payment.until(),
                        payment.waitsFor(),
                        payment.tag().map(Payment.Tag::operation).orElse(0))));
    }

    private static String state(Payment payment) {
        return payment.decline()
                .filter(_ -> payment.stage() == Stage.OPEN)
                .map(decline -> "declined." + decline.code())
                .orElse(payment.stage().name());
    }

    /**
     * An old look that is settled late, after a reset for instance, neither overwrites what was seen since nor pays with
     * money that was given back since. What is final tells without a clock; for the rest the time of the look counts.
     */
    private static boolean overtaken(Draft draft, Payment payment, Series series, String state) {
        boolean wasFinal = series.last().filter(Sightings::isFinal).isPresent();
        if ((wasFinal && !isFinal(payment.stage())) || returnsMissing(draft.ledger, payment)) {
            return true;
        }
        if (draft.seenJustNow(payment)) {
            return false;
        }
        boolean stateSince = !isFinal(payment.stage()) && series.changedSince(payment.seenAt(), state);
        return stateSince
                || payment.returns().stream()
                        .anyMatch(back -> Series.of(draft.ledger, back)
                                .changedSince(payment.seenAt(), back.state().name()));
    }

    private static boolean isFinal(Entry line) {
        return line.fact() instanceof Fact.Sighted seen && isFinal(seen.stage());
    }

    private static boolean isFinal(Stage stage) {
        return stage == Stage.CAPTURED || stage == Stage.CLOSED;
    }

    private static boolean returnsMissing(Ledger ledger, Payment payment) {
        return ledger.facts(Fact.Returned.class)
                .filter(returned -> returned.payment().equals(payment.id()))
                .anyMatch(returned -> payment.returns().stream()
                        .noneMatch(back -> back.id().equals(returned.back().id())));
    }

    /** The last sighting of each payment that the ledger knows, by payment id. */
    static Map<String, Fact.Sighted> last(Ledger ledger) {
        Map<String, Fact.Sighted> last = new LinkedHashMap<>();
        ledger.facts(Fact.Sighted.class).forEach(seen -> last.put(seen.payment(), seen));
        return last;
    }

    /** An id that a callback named and the gateway does not know: looked for again, for a while, then asked about. */
    static void unfound(Draft draft, String gateway, String object) {
        Instant since = draft.write("unfound:" + Entry.part(object), new Fact.Unfound(gateway, object))
                .at();
        if (draft.now.isBefore(since.plus(Policy.UNFOUND_FOR))) {
            draft.lookAgain(new Lookup(gateway, Names.of(object)), since);
        } else {
            draft.concernUnfound(gateway, object);
        }
    }
}
