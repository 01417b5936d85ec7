package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a payment is found whose id nobody heard, and when it is certain that there is none. */
class StripeTagSearchTest {

    private static final TagQuery TAG_QUERY = TagQuery.of(Ours.HEADER);
    private static final String LIST = "/v1/payment_intents?created[gte]="
            + TAG_QUERY.since().minus(StripeLimits.CLOCKS).getEpochSecond() + "&limit=100";

    private final StubbedStripe stripe = new StubbedStripe();

    StripeTagSearchTest() throws IOException {}

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void the_payment_with_our_tag_is_found_on_a_later_page() {
        stripe.says(LIST, page(true, intent("pi_9", Map.of()), intent("pi_8", tagOf(4))))
                .says(LIST + "&starting_after=pi_8", page(false, intent("pi_1", tagOf(3))))
                .says("/v1/payment_intents/pi_1", intent("pi_1", tagOf(3)));

        Observation seen = find(TAG_QUERY.text());

        assertThat(seen.payments()).extracting(Payment::id).containsExactly("pi_1");
        assertThat(seen.notFound()).isEmpty();
        assertThat(seen.lookedUp().contains(TAG_QUERY.text())).isTrue();
    }

    @Test
    void of_an_order_all_our_payments_are_found_to_the_end_of_the_list() {
        TagQuery all = new TagQuery(TAG_QUERY.order(), TAG_QUERY.orderKey(), 0, TAG_QUERY.since());
        stripe.says(LIST, page(true, intent("pi_2", tagOf(2)), intent("pi_9", Map.of())))
                .says(LIST + "&starting_after=pi_9", page(false, intent("pi_1", tagOf(1))))
                .says("/v1/payment_intents/pi_1", intent("pi_1", tagOf(1)))
                .says("/v1/payment_intents/pi_2", intent("pi_2", tagOf(2)))
                .says("/v1/payment_intents/pi_3", intent("pi_3", tagOf(3)));

        Observation seen = find("pi_3", all.text());

        assertThat(seen.payments()).extracting(Payment::id).containsExactlyInAnyOrder("pi_1", "pi_2", "pi_3");
        assertThat(seen.notFound()).isEmpty();
    }

    @Test
    void none_in_the_whole_list_is_unfound_and_looked_for() {
        stripe.says(LIST, page(false, intent("pi_9", tagOf(4))));

        Observation seen = find(TAG_QUERY.text());

        assertThat(seen.payments()).isEmpty();
        assertThat(seen.notFound()).containsExactly(new Lookup("stripe", ExternalIds.of(TAG_QUERY.text())));
        assertThat(seen.lookedUp().contains(TAG_QUERY.text())).isTrue();
    }

    @Test
    void two_payments_with_one_tag_are_both_shown() {
        stripe.says(LIST, page(false, intent("pi_2", tagOf(3)), intent("pi_1", tagOf(3))))
                .says("/v1/payment_intents/pi_1", intent("pi_1", tagOf(3)))
                .says("/v1/payment_intents/pi_2", intent("pi_2", tagOf(3)));

        assertThat(find(TAG_QUERY.text()).payments()).hasSize(2);
    }

    @Test
    void a_payment_that_was_found_by_its_id_need_not_be_listed() {
        stripe.says("/v1/payment_intents/pi_1", intent("pi_1", tagOf(3)));

        assertThat(find("pi_1", TAG_QUERY.text()).payments()).hasSize(1);
        assertThat(stripe.paths).containsExactly("/v1/payment_intents/pi_1");
    }

    @Test
    void a_list_that_was_not_read_to_its_end_proves_nothing() {
        stripe.says("/v1/payment_intents", page(true, intent("pi_9", Map.of())));

        ApplicationFailure failure = failure();

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(failure.getDetails().get(String.class)).isEqualTo("stripe-list");
        assertThat(stripe.paths).hasSize(StripeLimits.PAGES);
    }

    @Test
    void what_is_listed_and_cannot_be_read_proves_nothing() {
        stripe.says(LIST, page(false, intent("pi_1", tagOf(3))));

        assertThat(failure().getType()).isEqualTo(Failures.TRANSIENT);
    }

    @Test
    void an_account_that_cannot_list_proves_nothing() {
        for (String strange : List.of("{}", "[]", "{\"object\":\"list\"}", "{\"object\":\"list\",\"data\":[null]}")) {
            stripe.says("/v1/payment_intents", strange);
            assertThat(failure().getType()).as(strange).isEqualTo(Failures.TRANSIENT);
        }
        stripe.says("/v1/payment_intents", page(true));
        assertThat(failure().getType()).isEqualTo(Failures.TRANSIENT);
    }

    private Observation find(String... objects) {
        return Ours.gateway(stripe.base()).find(new Lookup("stripe", ExternalIds.of(objects)));
    }

    private ApplicationFailure failure() {
        return catchThrowableOfType(ApplicationFailure.class, () -> find(TAG_QUERY.text()));
    }

    private static Map<String, String> tagOf(int operation) {
        Payment.Tag tag = Ours.HEADER.tag();
        return StripeMetadata.of(new Payment.Tag(tag.store(), tag.site(), tag.order(), tag.orderKey(), operation));
    }

    private static String page(boolean more, String... intents) {
        return "{\"object\":\"list\",\"has_more\":" + more + ",\"data\":[" + String.join(",", intents) + "]}";
    }

    private static String intent(String id, Map<String, String> metadata) {
        String written = metadata.entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return "{\"id\":\"" + id + "\",\"object\":\"payment_intent\",\"amount\":4990,\"amount_received\":4990,"
                + "\"currency\":\"eur\",\"status\":\"succeeded\",\"metadata\":" + written + "}";
    }
}
