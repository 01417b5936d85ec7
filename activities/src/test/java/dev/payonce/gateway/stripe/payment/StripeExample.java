package dev.payonce.gateway.stripe.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.net.ApiResource;
import java.io.IOException;
import java.io.InputStream;

/** The objects that Stripe's own documentation shows. */
final class StripeExample {

    private StripeExample() {}

    static <T> T of(String name, Class<T> type) throws IOException {
        try (InputStream in = StripeExample.class.getResourceAsStream(name + ".json")) {
            return ApiResource.GSON.fromJson(new String(in.readAllBytes(), UTF_8), type);
        }
    }
}
