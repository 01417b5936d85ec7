package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Cursors;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** When to look again, and at what. */
final class RefreshSchedule {

    private RefreshSchedule() {}

    /**
     * What has to be looked at before anything is decided: what a rule wants to see fresh, and, since an open question
     * is only judged when everything that it is about was seen, the rest of that. What was seen already is looked at
     * again with it; otherwise two things that want to be seen together could take turns for ever.
     */
    static Optional<Next.RefreshAfter> atOnce(Draft draft, Observation seen) {
        List<Lookup> wanted = new ArrayList<>();
        draft.refreshes.stream()
                .filter(refresh -> refresh.after().isZero())
                .forEach(refresh -> wanted.addAll(refresh.what()));
        List<Lookup> asked = draft.ledger().openReviews().stream()
                .flatMap(review -> review.about().stream())
                .toList();
        boolean judged = asked.stream()
                .allMatch(about ->
                        seen.lookedUp().all().containsAll(about.objects().all()));
        if (wanted.isEmpty() && judged) {
            return Optional.empty();
        }
        wanted.addAll(asked);
        seen.payments().forEach(payment -> wanted.add(Lookup.of(payment)));
        wanted.addAll(seen.notFound());
        return Optional.of(new Next.RefreshAfter(Duration.ZERO, merged(wanted)));
    }

    /** The soonest of the looks that were asked for, at all that any of them is for. */
    static Optional<Next.RefreshAfter> later(Draft draft) {
        return draft.refreshes.stream()
                .map(Next.RefreshAfter::after)
                .min(Comparator.naturalOrder())
                .map(after -> new Next.RefreshAfter(after, merged(all(draft))));
    }

    /** While a person is asked: as soon as any payment wants it, and at what the question is about, too. */
    static Next.RefreshAfter meanwhile(Draft draft, Review review) {
        return new Next.RefreshAfter(
                later(draft).map(Next.RefreshAfter::after).orElse(Policy.REVIEW_REFRESH),
                merged(Stream.concat(review.about().stream(), all(draft).stream())
                        .toList()));
    }

    private static List<Lookup> all(Draft draft) {
        return draft.refreshes.stream()
                .flatMap(refresh -> refresh.what().stream())
                .toList();
    }

    /**
     * Where nothing was looked at, everything is looked at that the ledger knows of and that is not over: a run that was
     * told only to look, or that begins anew because the last one is lost, knows nothing else.
     */
    static void everything(Draft draft) {
        everyoneWasSeen(draft, "", ExternalIds.NONE);
        ExternalIds known = draft.ledger()
                .facts(Fact.PaymentObserved.class)
                .map(Fact.PaymentObserved::externalIds)
                .reduce(ExternalIds.NONE, ExternalIds::and)
                .and(ExternalIds.of(draft.ledger()
                        .facts(Fact.ReversalObserved.class)
                        .map(returned -> returned.reversal().id())
                        .toList()));
        draft.ledger()
                .facts(Fact.NotFound.class)
                .filter(missing -> !known.contains(missing.object()))
                .forEach(missing -> draft.refreshNow(new Lookup(missing.gateway(), ExternalIds.of(missing.object()))));
    }

    /** One lookup a gateway. */
    static List<Lookup> merged(List<Lookup> lookups) {
        Map<String, ExternalIds> byGateway = new TreeMap<>();
        lookups.forEach(lookup -> byGateway.merge(lookup.gateway(), lookup.objects(), ExternalIds::and));
        return byGateway.entrySet().stream()
                .map(each -> new Lookup(each.getKey(), each.getValue()))
                .toList();
    }

    /**
     * Whether everything of this order that may still take money, or has taken it, was looked at; what was not is asked
     * for.
     *
     * @param gateway where ids are asked for that only the order names
     */
    static boolean everyoneWasSeen(Draft draft, String gateway, ExternalIds lookedUp) {
        Map<String, ExternalIds> unseen = new TreeMap<>();
        ExternalIds known = ExternalIds.NONE;
        for (Fact.PaymentObserved seen : draft.ledger().lastObserved().values()) {
            known = known.and(seen.externalIds());
            if (seen.stage() != Stage.CLOSED && !seen.externalIds().meet(lookedUp)) {
                unseen.merge(seen.gateway(), ExternalIds.of(seen.payment()), ExternalIds::and);
            }
        }
        for (String name : draft.order.externalIds().all()) {
            if (!gateway.isEmpty() && !lookedUp.contains(name) && !known.contains(name)) {
                unseen.merge(gateway, ExternalIds.of(name), ExternalIds::and);
            }
        }
        unseen.forEach((account, objects) -> draft.refreshNow(new Lookup(account, objects)));
        return unseen.isEmpty();
    }

    /**
     * False while the gateway's list of events is far behind: the store may be one that was restored to yesterday, the
     * ledger does not know what was charged since, and the gateway does not know its key any more. So it is asked first
     * for all that bears our tag for this order, in the list that is never behind.
     */
    static boolean nothingIsForgotten(Draft draft, String gateway, ExternalIds lookedUp) {
        Optional<String> unseen = Optional.ofNullable(draft.ledger().readUpTo().get(gateway))
                .filter(reached -> reached.plus(Policy.BEHIND).isBefore(draft.now))
                .map(reached -> reached.minus(Cursors.OVERLAP))
                .map(stored -> TagQuery.all(draft.order, later(stored, draft.order.made())))
                .map(TagQuery::text)
                .filter(mark -> !lookedUp.contains(mark));
        unseen.ifPresent(mark -> draft.refreshNow(new Lookup(gateway, ExternalIds.of(mark))));
        return unseen.isEmpty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
