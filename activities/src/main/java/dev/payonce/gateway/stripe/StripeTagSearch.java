package dev.payonce.gateway.stripe;

import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import dev.payonce.gateway.TagQuery;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.payment.Payment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds payments by our tag, in the list of all that are young enough. Whoever is told that there is none will charge
 * again, so a list that was not read to its end proves nothing and is a failure.
 */
final class StripeTagSearch {

    private StripeTagSearch() {}

    /** Ids of the payments that carry one of these marks. Each mark that none has is on none of the account's payments. */
    static List<String> intents(StripeCalls calls, Set<TagQuery> marks) {
        if (marks.isEmpty()) {
            return List.of();
        }
        Instant since = marks.stream()
                .map(TagQuery::since)
                .reduce((one, other) -> one.isBefore(other) ? one : other)
                .orElseThrow()
                .minus(StripeLimits.CLOCKS);
        Set<TagQuery> missing = new HashSet<>(marks);
        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (int page = 0; page < StripeLimits.PAGES; page++) {
            StripeCollection<PaymentIntent> listed = calls.intents(since, after);
            for (PaymentIntent intent : listed.getData()) {
                List<TagQuery> named = named(intent, marks);
                if (!named.isEmpty()) {
                    found.add(intent.getId());
                    named.stream().filter(mark -> !mark.isOfAll()).forEach(missing::remove);
                }
            }
            if (missing.isEmpty() || !Boolean.TRUE.equals(listed.getHasMore())) {
                return found;
            }
            if (listed.getData().isEmpty()) {
                throw StripeErrors.unreadable("payments");
            }
            after = Optional.of(listed.getData().getLast().getId());
        }
        throw StripeErrors.endless(missing.size());
    }

    static boolean named(Payment payment, TagQuery mark) {
        return payment.tag().filter(mark::names).isPresent();
    }

    private static List<TagQuery> named(PaymentIntent intent, Set<TagQuery> marks) {
        return StripeMetadata.tag(Objects.requireNonNullElse(intent.getMetadata(), Map.of()))
                .map(tag -> marks.stream().filter(mark -> mark.names(tag)).toList())
                .orElse(List.of());
    }
}
