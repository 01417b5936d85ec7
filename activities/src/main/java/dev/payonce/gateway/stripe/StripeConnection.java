package dev.payonce.gateway.stripe;

import com.stripe.StripeClient;
import java.net.http.HttpClient;

/** The way to one account, with its bounds: one pool of connections for all its requests. Safe for many threads. */
final class StripeConnection {

    private final StripeAccount account;
    private final StripeTimeouts times;
    private final StripeRateLimiter pace;
    private final HttpClient http;

    StripeConnection(StripeAccount account, StripeTimeouts times) {
        this(account, times, StripeRateLimiter.FREE);
    }

    StripeConnection(StripeAccount account, StripeTimeouts times, StripeRateLimiter pace) {
        this.account = account;
        this.times = times;
        this.pace = pace;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(times.connect())
                .build();
    }

    StripeAccount account() {
        return account;
    }

    /** Requests that share one deadline, which begins now; for one thread. */
    StripeCalls calls() {
        StripeHttp sending = new StripeHttp(http, times.result());
        StripeClient stripe = StripeClient.builder()
                .setApiKey(account.secretKey())
                .setApiBase(account.apiBase())
                .setStripeAccount(account.connected().orElse(null))
                .setHttpClient(sending)
                .setMaxNetworkRetries(0) // Temporal retries; two who do are one too many
                .build();
        return new StripeCalls(stripe, sending, pace, times.all(), System::nanoTime);
    }
}
