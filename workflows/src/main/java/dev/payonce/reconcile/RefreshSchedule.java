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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The schedule of refreshes: their times and their objects. */
final class RefreshSchedule {

    private RefreshSchedule() {}

    /**
     * Returns the refresh that has to precede any decision: what a rule needs fresh, and the rest of an open review's
     * objects, since a review is judged as a whole. What was observed already is read again with it; otherwise two
     * objects that have to be observed together could take turns for ever.
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

    /** Returns the soonest of the refreshes, with all objects that any of them is for. */
    static Optional<Next.RefreshAfter> later(Draft draft) {
        return draft.refreshes.stream()
                .map(Next.RefreshAfter::after)
                .min(Comparator.naturalOrder())
                .map(after -> new Next.RefreshAfter(after, merged(all(draft))));
    }

    /** Returns the refresh during a review: as soon as any payment needs it, with the review's objects, too. */
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
     * Refreshes all that the ledger knows and that is not over, where nothing was observed: a run that was only asked
     * to refresh, or that replaces a lost one, knows nothing else.
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

    /** Merges the lookups to one for each gateway. */
    static List<Lookup> merged(List<Lookup> lookups) {
        Map<String, ExternalIds> byGateway = new TreeMap<>();
        lookups.forEach(lookup -> byGateway.merge(lookup.gateway(), lookup.objects(), ExternalIds::and));
        return byGateway.entrySet().stream()
                .map(each -> new Lookup(each.getKey(), each.getValue()))
                .toList();
    }

    /**
     * Reports whether all of this order that may take money, or has taken it, was observed; the rest is requested.
     *
     * @param gateway where IDs are looked up that only the order names
     */
    static boolean everyoneWasSeen(Draft draft, String gateway, ExternalIds lookedUp) {
        Map<String, ExternalIds> unseen = new TreeMap<>();
        ExternalIds known = ExternalIds.NONE;
        for (Fact.PaymentObserved seen : draft.ledger().lastObserved().values()) {
            known = known.and(seen.externalIds());
            if (seen.stage() != Stage.CLOSED
                    && !draft.lost.contains(seen.payment())
                    && !seen.externalIds().meet(lookedUp)) {
                unseen.merge(seen.gateway(), ExternalIds.of(seen.payment()), ExternalIds::and);
            }
        }
        for (String name : draft.order.externalIds().all()) {
            if (!gateway.isEmpty() && !lookedUp.contains(name) && !known.contains(name)) {
                unseen.merge(gateway, ExternalIds.of(name), ExternalIds::and);
            }
        }
        unseen.forEach((account, objects) -> draft.refreshNow(new Lookup(account, objects)));
        return unseen.isEmpty() && draft.lost.isEmpty();
    }

    /** Returns the payments of the ledger that may take money, or have taken it, and that their gateway does not know. */
    static Set<String> lost(Draft draft, Observation seen) {
        return draft.ledger().lastObserved().values().stream()
                .filter(known -> known.stage() != Stage.CLOSED)
                .filter(known -> seen.missing(known.gateway()).contains(known.payment()))
                .filter(known -> seen.payments().stream()
                        .noneMatch(payment -> payment.externalIds().meet(known.externalIds())))
                .map(Fact.PaymentObserved::payment)
                .collect(Collectors.toSet());
    }

    /**
     * Returns false while a gateway's event list is far behind: the store may have been restored to yesterday, so the
     * ledger lacks later charges, and the gateway does not know their keys any more. So each gateway account is asked
     * first for all that bears our tag for this order, in the list that is never behind.
     */
    static boolean nothingIsForgotten(Draft draft, Observation seen) {
        List<Lookup> unseen = new ArrayList<>();
        draft.ledger().readUpTo().forEach((gateway, reached) -> {
            Instant stored = reached.minus(Cursors.OVERLAP);
            TagQuery query = TagQuery.all(draft.order, later(stored, draft.order.made()));
            if (reached.plus(Policy.BEHIND).isBefore(draft.now) && !seen.answers(gateway, query)) {
                unseen.add(new Lookup(gateway, ExternalIds.of(query.text())));
            }
        });
        unseen.forEach(draft::refreshNow);
        return unseen.isEmpty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
