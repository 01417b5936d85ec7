package dev.payonce.gateway.stripe.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.PaymentIntent;
import com.stripe.net.ApiResource;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test that the objects in Stripe's own documentation are read. */
class StripeExamplesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void aPaymentOfTheDocumentationIsRead() throws IOException {
        Payment payment = StripePayment.of("stripe", example("payment_intent", PaymentIntent.class), List.of(), NOW);

        assertThat(payment.amount()).isEqualTo(new Money(1099, "USD"));
        assertThat(payment.stage()).isEqualTo(Stage.OPEN);
        assertThat(payment.seenAt()).isEqualTo(NOW);
    }

    static <T> T example(String name, Class<T> type) throws IOException {
        try (InputStream in = StripeExamplesTest.class.getResourceAsStream(name + ".json")) {
            return ApiResource.GSON.fromJson(new String(in.readAllBytes(), UTF_8), type);
        }
    }
}
