package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of how an id leads to its payment, and of strange responses. */
class StripeLookupTest {

    private static final String INTENT = "/v1/payment_intents/pi_1";
    private static final String PAID = "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":500,"
            + "\"amount_received\":500,\"currency\":\"eur\",\"status\":\"succeeded\"}";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeLookupTest() throws IOException {}

    @ParameterizedTest
    @CsvSource({
        "ch_1, charges, charge",
        "py_1, charges, charge",
        "re_1, refunds, refund",
        "pyr_1, refunds, refund",
        "du_1, disputes, dispute",
        "dp_1, disputes, dispute"
    })
    void aPartLeadsToItsPayment(String id, String path, String object) {
        stripe.says(INTENT, PAID)
                .says(
                        "/v1/" + path + "/" + id,
                        "{\"id\":\"" + id + "\",\"object\":\"" + object + "\",\"payment_intent\":\"pi_1\"}");

        Observation seen = find(id);

        assertThat(seen.payments()).extracting(Payment::id).containsExactly("pi_1");
        assertThat(seen.notFound()).isEmpty();
    }

    @Test
    void aPartThatIsNotThereOrIsOfNoPaymentIsUnfound() {
        stripe.says("/v1/charges/ch_1", "{\"id\":\"ch_1\",\"object\":\"charge\",\"payment_intent\":null}");

        assertThat(find("ch_1", "re_1").notFound())
                .containsExactly(new Lookup("stripe", ExternalIds.of("ch_1", "re_1")));
    }

    @Test
    void twoPartsOfOnePaymentAreOnePayment() {
        stripe.says(INTENT, PAID)
                .says("/v1/refunds/re_1", "{\"id\":\"re_1\",\"object\":\"refund\",\"payment_intent\":\"pi_1\"}")
                .says("/v1/refunds/re_2", "{\"id\":\"re_2\",\"object\":\"refund\",\"payment_intent\":\"pi_1\"}");

        assertThat(find("re_1", "re_2").payments()).hasSize(1);
        assertThat(stripe.paths).containsOnlyOnce(INTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"text\"",
                "<html>",
                "{",
                "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":\"many\"}",
                "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":1e30}",
                "{\"object\":\"payment_intent\"}"
            })
    void anAnswerThatIsNotStripesIsTransientAndIsNotQuoted(String body) {
        stripe.says(INTENT, body);

        ApplicationFailure failure = failure("pi_1");

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-unreadable");
        assertThat(failure.getOriginalMessage()).doesNotContain("<html>", "many");
    }

    @Test
    void a404OfSomethingThatIsNotStripeIsRefused() {
        stripe.says(INTENT, 404, "<html>Not here</html>");

        assertThat(FailureDetails.code(failure("pi_1"))).isEqualTo("stripe-404");
        assertThat(failure("pi_1").getType()).isEqualTo(Failures.NON_RETRYABLE);
    }

    @Test
    void aStripeThatIsAwayIsTransient() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }

        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class,
                () -> StubbedStripe.gateway("http://127.0.0.1:" + unused)
                        .find(new Lookup("stripe", ExternalIds.of("pi_1"))));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-unreachable");
    }

    @Test
    void aConnectedAccountIsAskedAsItself() {
        stripe.says(INTENT, PAID);

        new StripeGateway(
                        new StripeAccount("stripe", "sk_test_1", stripe.base(), Optional.of("acct_1")),
                        StubbedStripe.KEYS,
                        Clock.systemUTC(),
                        StripeRateLimiter.FREE)
                .find(new Lookup("stripe", ExternalIds.of("pi_1")));

        assertThat(stripe.accounts).containsExactly("acct_1");
    }

    @Test
    void aPaymentWasSeenWhenItWasAskedFor() {
        stripe.says(INTENT, PAID);

        assertThat(find("pi_1").payments()).extracting(Payment::seenAt).containsExactly(StubbedStripe.NOW);
    }

    private Observation find(String... ids) {
        return stripe.gateway().find(new Lookup("stripe", ExternalIds.of(ids)));
    }

    private ApplicationFailure failure(String id) {
        return catchThrowableOfType(ApplicationFailure.class, () -> find(id));
    }
}
