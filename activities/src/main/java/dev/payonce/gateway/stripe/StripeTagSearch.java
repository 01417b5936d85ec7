package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import dev.payonce.gateway.TagQuery;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.payment.Payment;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The search for payments by our tag, in the list of all that are young enough. An absent payment is charged again, so
 * only a list that was read to its end proves an absence.
 *
 * <p>A busy account has more payments than one look-up can read. The search then remembers its place, and the next look-up
 * reads on: first everything newer than the last look-up began with, then the rest. So a list that was read in parts is
 * whole as of the look-up that ends it. The place is lost with the process, which costs time only. Safe for many threads.
 */
final class StripeTagSearch {

    /** The searches whose places are remembered; the oldest is forgotten first. */
    private static final int PLACES = 100;

    private final Map<Set<TagQuery>, Place> places = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<TagQuery>, Place> eldest) {
            return size() > PLACES;
        }
    });

    /**
     * The payments that carry one of the tags.
     *
     * @param whole true when the list was read to its end, or each tag was found: what is missing is absent
     */
    record Found(List<String> intents, boolean whole) {}

    /**
     * The place that a search has come to.
     *
     * @param newest the first payment of the list when it was last read from the top
     * @param last the last payment that was read
     */
    private record Place(String newest, String last, List<String> found) {}

    /** Returns the payments that earlier parts of this search found. */
    List<String> known(Set<TagQuery> tags) {
        return Optional.ofNullable(places.get(tags)).map(Place::found).orElse(List.of());
    }

    /** Reads the list, or the next part of it. */
    Found intents(StripeCalls calls, Set<TagQuery> tags) {
        if (tags.isEmpty()) {
            return new Found(List.of(), true);
        }
        Set<TagQuery> wanted = Set.copyOf(tags);
        Optional<Place> before = Optional.ofNullable(places.get(wanted));
        Reading reading = new Reading(calls, wanted, before.map(Place::found).orElse(List.of()));
        boolean whole = reading.readsAll(before);
        if (whole) {
            places.remove(wanted);
        } else {
            places.put(wanted, new Place(reading.newest, reading.last, List.copyOf(reading.found)));
        }
        return new Found(List.copyOf(reading.found), whole);
    }

    static boolean named(Payment payment, TagQuery tag) {
        return payment.tag().filter(tag::names).isPresent();
    }

    private static List<TagQuery> named(PaymentIntent intent, Set<TagQuery> tags) {
        return StripeMetadata.tag(Objects.requireNonNullElse(intent.getMetadata(), Map.of()))
                .map(tag -> tags.stream().filter(query -> query.names(tag)).toList())
                .orElse(List.of());
    }

    /** The reading of one look-up; it ends after a number of pages, or when the look-up's time is over. */
    private static final class Reading {

        private enum End {
            LIST,
            ALL_FOUND,
            MET,
            NO_TIME
        }

        private final StripeCalls calls;
        private final Set<TagQuery> tags;
        private final Set<TagQuery> missing;
        private final Instant since;
        private final Set<String> found;
        private String newest = "";
        private String last = "";
        private int pages;

        Reading(StripeCalls calls, Set<TagQuery> tags, List<String> found) {
            this.calls = calls;
            this.tags = tags;
            this.missing = new HashSet<>(tags);
            this.found = new LinkedHashSet<>(found);
            this.since = tags.stream()
                    .map(TagQuery::since)
                    .reduce((one, other) -> one.isBefore(other) ? one : other)
                    .orElseThrow()
                    .minus(StripeLimits.CLOCKS);
        }

        boolean readsAll(Optional<Place> before) {
            End end = read(Optional.empty(), before.map(Place::newest).orElse(""));
            if (end == End.MET) {
                last = before.orElseThrow().last();
                end = read(Optional.of(last), "");
            }
            return end != End.NO_TIME;
        }

        /** Reads until the list ends, each tag was found, the payment {@code until} appears, or there is no time left. */
        private End read(Optional<String> from, String until) {
            Optional<String> after = from;
            while (pages < StripeLimits.PAGES) {
                StripeCollection<PaymentIntent> listed;
                try {
                    listed = calls.intents(since, after);
                } catch (ApplicationFailure failure) {
                    if (pages > 0 && StripeErrors.isSlow(failure)) {
                        return End.NO_TIME;
                    }
                    throw failure;
                }
                pages++;
                take(listed.getData());
                if (missing.isEmpty()) {
                    return End.ALL_FOUND;
                }
                if (listed.getData().stream().anyMatch(intent -> until.equals(intent.getId()))) {
                    return End.MET;
                }
                if (!Boolean.TRUE.equals(listed.getHasMore())) {
                    return End.LIST;
                }
                if (listed.getData().isEmpty()) {
                    throw StripeErrors.unreadable("payments");
                }
                after = Optional.of(last);
            }
            return End.NO_TIME;
        }

        private void take(List<PaymentIntent> page) {
            for (PaymentIntent intent : page) {
                newest = newest.isEmpty() ? intent.getId() : newest;
                last = intent.getId();
                List<TagQuery> named = named(intent, tags);
                if (!named.isEmpty()) {
                    found.add(intent.getId());
                    named.stream().filter(tag -> !tag.isOfAll()).forEach(missing::remove);
                }
            }
        }
    }
}
