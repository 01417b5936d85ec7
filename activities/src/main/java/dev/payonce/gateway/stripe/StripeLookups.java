package dev.payonce.gateway.stripe;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.gateway.stripe.payment.StripeId;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The lookup of payments by id, or by our tag in a list that is never behind. It never uses Stripe's search, which may
 * be an hour behind. A charge, a refund, a dispute or a sign of fraud leads to its payment.
 */
final class StripeLookups {

    private final StripeConnection access;
    private final StripeSnapshots snapshots;
    private final StripeTagSearch search = new StripeTagSearch();

    StripeLookups(StripeConnection access, StripeSnapshots snapshots) {
        this.access = access;
        this.snapshots = snapshots;
    }

    Observation refresh(Lookup what) {
        requireOurs(what);
        StripeCalls calls = access.calls();
        Map<String, Payment> payments = new LinkedHashMap<>();
        List<String> notFound = new ArrayList<>();
        Map<String, TagQuery> tags = new LinkedHashMap<>();
        for (String object : intentsFirst(what.objects())) {
            TagQuery.parse(object)
                    .ifPresentOrElse(tag -> tags.put(object, tag), () -> byId(calls, object, payments, notFound));
        }
        Set<String> unread = byTagQuery(calls, tags, payments, notFound);
        List<String> read = what.objects().all().stream()
                .filter(object -> !unread.contains(object))
                .toList();
        return Observation.of(
                new Lookup(what.gateway(), ExternalIds.of(read)),
                List.copyOf(payments.values()),
                ExternalIds.of(notFound));
    }

    private void byId(StripeCalls calls, String id, Map<String, Payment> payments, List<String> notFound) {
        Optional<StripeId> known = StripeId.of(id);
        boolean sign = known.filter(it -> it.kind().isFraudSign()).isPresent();
        if (!sign && payments.values().stream().anyMatch(payment -> called(payment, id))) {
            return;
        }
        Optional<Payment> payment = sign
                ? known.flatMap(calls::fraudSign)
                        .flatMap(it -> read(calls, it.intent(), payments).map(it::on))
                : known.flatMap(calls::intentOf).flatMap(intent -> read(calls, intent, payments));
        payment.ifPresentOrElse(it -> payments.put(it.id(), it), () -> notFound.add(id));
    }

    private Optional<Payment> read(StripeCalls calls, String intent, Map<String, Payment> payments) {
        return Optional.ofNullable(payments.get(intent)).or(() -> snapshots.refresh(calls, intent));
    }

    /**
     * Asks the list only for the tags that no payment seen before carries. Returns the tags that are neither found nor
     * known to be absent, because the list was not read to its end.
     */
    private Set<String> byTagQuery(
            StripeCalls calls, Map<String, TagQuery> tags, Map<String, Payment> payments, List<String> notFound) {
        Set<TagQuery> missing = new HashSet<>(tags.values());
        missing.removeIf(tag -> !tag.isOfAll() && carried(payments, tag));
        // What earlier parts of a long search found comes first, so that it is recorded whatever comes after.
        search.known(missing).forEach(id -> listed(calls, id, payments));
        StripeTagSearch.Found found = search.intents(calls, missing);
        found.intents().forEach(id -> listed(calls, id, payments));
        Set<String> unread = new HashSet<>();
        tags.forEach((text, tag) -> {
            if (!found.whole() && missing.contains(tag)) {
                unread.add(text);
            } else if (!carried(payments, tag)) {
                notFound.add(text);
            }
        });
        return unread;
    }

    /** Adds a listed payment. One that is listed and cannot be read proves nothing. */
    private void listed(StripeCalls calls, String id, Map<String, Payment> payments) {
        if (!payments.containsKey(id)) {
            payments.put(id, snapshots.refresh(calls, id).orElseThrow(() -> StripeErrors.unreadable(id)));
        }
    }

    private static boolean carried(Map<String, Payment> payments, TagQuery tag) {
        return payments.values().stream().anyMatch(payment -> StripeTagSearch.named(payment, tag));
    }

    /** Sorts payments first: a payment names all its other ids, and those need no request of their own. */
    private static List<String> intentsFirst(ExternalIds objects) {
        return objects.all().stream()
                .sorted(Comparator.comparing(id -> !id.startsWith("pi_")))
                .toList();
    }

    private static boolean called(Payment payment, String id) {
        return payment.externalIds().contains(id)
                || payment.reversals().stream()
                        .anyMatch(reversal -> reversal.id().equals(id));
    }

    private void requireOurs(Lookup what) {
        if (!what.gateway().equals(access.account().name())) {
            throw Failures.nonRetryable("stripe-other-account", "This is not the account that the lookup names", null);
        }
        if (what.objects().all().size() > Lookup.MOST) {
            throw Failures.nonRetryable("stripe-too-many", "A lookup names at most " + Lookup.MOST + " objects", null);
        }
    }
}
