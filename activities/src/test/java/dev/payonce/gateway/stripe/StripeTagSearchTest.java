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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of the search for a payment whose id is lost, and of the proof that there is none. */
class StripeTagSearchTest {

    private static final TagQuery TAG_QUERY = TagQuery.of(StubbedStripe.HEADER);
    private static final String LIST = "/v1/payment_intents?created[gte]="
            + TAG_QUERY.since().minus(StripeLimits.CLOCKS).getEpochSecond() + "&limit=100";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    private final StripeGateway gateway = stripe.gateway();

    StripeTagSearchTest() throws IOException {}

    @Test
    void thePaymentWithOurTagIsFoundOnALaterPage() {
        stripe.says(LIST, page(true, intent("pi_9", Map.of()), intent("pi_8", tagOf(4))))
                .says(LIST + "&starting_after=pi_8", page(false, intent("pi_1", tagOf(3))))
                .says("/v1/payment_intents/pi_1", intent("pi_1", tagOf(3)));

        Observation seen = find(TAG_QUERY.text());

        assertThat(seen.payments()).extracting(Payment::id).containsExactly("pi_1");
        assertThat(seen.notFound()).isEmpty();
        assertThat(seen.lookedUp().contains(TAG_QUERY.text())).isTrue();
    }

    @Test
    void ofAnOrderAllOurPaymentsAreFoundToTheEndOfTheList() {
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
    void noneInTheWholeListIsUnfoundAndLookedFor() {
        stripe.says(LIST, page(false, intent("pi_9", tagOf(4))));

        Observation seen = find(TAG_QUERY.text());

        assertThat(seen.payments()).isEmpty();
        assertThat(seen.notFound()).containsExactly(new Lookup("stripe", ExternalIds.of(TAG_QUERY.text())));
        assertThat(seen.lookedUp().contains(TAG_QUERY.text())).isTrue();
    }

    @Test
    void twoPaymentsWithOneTagAreBothShown() {
        stripe.says(LIST, page(false, intent("pi_2", tagOf(3)), intent("pi_1", tagOf(3))))
                .says("/v1/payment_intents/pi_1", intent("pi_1", tagOf(3)))
                .says("/v1/payment_intents/pi_2", intent("pi_2", tagOf(3)));

        assertThat(find(TAG_QUERY.text()).payments()).hasSize(2);
    }

    @Test
    void aPaymentThatWasFoundByItsIdNeedNotBeListed() {
        stripe.says("/v1/payment_intents/pi_1", intent("pi_1", tagOf(3)));

        assertThat(find("pi_1", TAG_QUERY.text()).payments()).hasSize(1);
        assertThat(stripe.paths).containsExactly("/v1/payment_intents/pi_1");
    }

    @Test
    void J29_aListThatWasNotReadToItsEndProvesNothing() {
        stripe.says("/v1/payment_intents", page(true, intent("pi_9", Map.of())));

        Observation seen = find(TAG_QUERY.text());

        assertThat(seen.notFound()).isEmpty();
        assertThat(seen.lookedUp().contains(TAG_QUERY.text())).isFalse();
        assertThat(stripe.paths).hasSize(StripeLimits.PAGES);
    }

    @Test
    void J29_aBusyAccountHasAWayOutBecauseTheNextLookUpReadsOn() {
        busy(25, intent("pi_old", tagOf(3)));

        assertThat(find(TAG_QUERY.text()).payments()).isEmpty();
        Observation seen = find(TAG_QUERY.text());

        assertThat(seen.payments()).extracting(Payment::id).containsExactly("pi_old");
        assertThat(seen.lookedUp().contains(TAG_QUERY.text())).isTrue();
    }

    @Test
    void J29_aPaymentThatCameWhileTheListWasReadIsFoundToo() {
        busy(25, intent("pi_other", Map.of()));
        assertThat(find(TAG_QUERY.text()).lookedUp().contains(TAG_QUERY.text())).isFalse();
        stripe.says(LIST, page(true, intent("pi_new", tagOf(3)), intent("pi_page1", Map.of())));

        assertThat(find(TAG_QUERY.text()).payments()).extracting(Payment::id).containsExactly("pi_new");
    }

    @Test
    void J29_ofAnOrderWhatWasFoundIsRecordedAtOnceAndAbsenceOnlyAtTheEnd() {
        TagQuery all = new TagQuery(TAG_QUERY.order(), TAG_QUERY.orderKey(), 0, TAG_QUERY.since());
        busy(25, intent("pi_old", tagOf(2)));
        stripe.says(LIST, page(true, intent("pi_new", tagOf(3)), intent("pi_page1", Map.of())));

        Observation first = find(all.text());
        Observation second = find(all.text());

        assertThat(first.payments()).extracting(Payment::id).containsExactly("pi_new");
        assertThat(first.lookedUp().contains(all.text())).isFalse();
        assertThat(second.payments()).extracting(Payment::id).containsExactlyInAnyOrder("pi_new", "pi_old");
        assertThat(second.lookedUp().contains(all.text())).isTrue();
    }

    /** Lists this number of pages, of which the last has this payment. */
    private void busy(int pages, String last) {
        stripe.says(LIST, page(true, intent("pi_page1", Map.of())));
        for (int page = 2; page <= pages; page++) {
            boolean more = page < pages;
            stripe.says(
                    LIST + "&starting_after=pi_page" + (page - 1),
                    page(more, more ? intent("pi_page" + page, Map.of()) : last));
        }
        for (String id : List.of("pi_old", "pi_new")) {
            stripe.says("/v1/payment_intents/" + id, intent(id, tagOf(id.equals("pi_old") ? 2 : 3)));
        }
    }

    @Test
    void anUnreadablePaymentOnTheListProvesNothing() {
        stripe.says(LIST, page(false, intent("pi_1", tagOf(3))));

        assertThat(failure().getType()).isEqualTo(Failures.TRANSIENT);
    }

    @Test
    void anAccountThatCannotListProvesNothing() {
        for (String strange : List.of("{}", "[]", "{\"object\":\"list\"}", "{\"object\":\"list\",\"data\":[null]}")) {
            stripe.says("/v1/payment_intents", strange);
            assertThat(failure().getType()).as(strange).isEqualTo(Failures.TRANSIENT);
        }
        stripe.says("/v1/payment_intents", page(true));
        assertThat(failure().getType()).isEqualTo(Failures.TRANSIENT);
    }

    private Observation find(String... objects) {
        return gateway.find(new Lookup("stripe", ExternalIds.of(objects)));
    }

    private ApplicationFailure failure() {
        return catchThrowableOfType(ApplicationFailure.class, () -> find(TAG_QUERY.text()));
    }

    private static Map<String, String> tagOf(int operation) {
        Payment.Tag tag = StubbedStripe.HEADER.tag();
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
