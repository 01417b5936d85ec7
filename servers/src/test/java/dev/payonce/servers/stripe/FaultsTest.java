package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.chaos.Faults;
import dev.payonce.servers.stripe.http.Route;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test of each fault as the SDK sees it. */
class FaultsTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private String intent;

    @BeforeEach
    void pay() {
        intent = stripe.shopper().pay(4990, "eur", Map.of());
    }

    @Test
    void aLateAnswerIsAReadTimeOut() throws Exception {
        stripe.faults().next(1, new Fault.Late(Sdk.HASTE.multipliedBy(4)));

        assertThat(catchThrowable(() -> Sdk.hasty(stripe).v1().paymentIntents().retrieve(intent)))
                .isInstanceOf(ApiConnectionException.class)
                .hasCauseInstanceOf(SocketTimeoutException.class);
        assertThat(sdk.v1().paymentIntents().retrieve(intent).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void theJdkHidesOneResetFromTheSdkButNotTwo() {
        stripe.faults().next(1, new Fault.Reset());
        assertThat(look()).isNull();
        assertThat(stripe.faults().requests(Route.INTENT, intent)).isEqualTo(2);

        stripe.faults().next(2, new Fault.Reset());
        assertThat(look()).isInstanceOf(ApiConnectionException.class).hasCauseInstanceOf(SocketException.class);
    }

    @Test
    void aResetIsARealOne() throws Exception {
        stripe.faults().next(1, new Fault.Reset());
        try (Socket socket =
                new Socket(stripe.baseUrl().getHost(), stripe.baseUrl().getPort())) {
            socket.setSoTimeout(5_000);
            String request = "GET /v1/account HTTP/1.1\r\nAuthorization: Bearer " + Sdk.KEY + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void halfABodyIsNeverTakenForAWholeOne() {
        stripe.faults().next(2, new Fault.HalfBody());

        assertThat(look()).isInstanceOf(ApiConnectionException.class);
    }

    @Test
    void aServersFailureIsAnApiException() {
        stripe.faults().next(1, new Fault.Failure(500));
        assertThat(look())
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failed -> assertThat(failed.getStatusCode()).isEqualTo(500));

        stripe.faults().next(1, new Fault.Failure(502));
        assertThat(look())
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failed -> assertThat(failed.getStatusCode()).isEqualTo(502));
    }

    @Test
    void aRateLimitSaysWhenToComeBack() {
        stripe.faults().next(1, new Fault.RateLimited(Duration.ofSeconds(7)));

        assertThat(look())
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        limited -> assertThat(limited.getStatusCode()).isEqualTo(429));
    }

    @Test
    void anObjectMayAppearOnlyAfterSomeLooks() {
        stripe.faults().hide(intent, 2);

        assertThat(look()).isInstanceOf(InvalidRequestException.class);
        assertThat(look()).isInstanceOf(InvalidRequestException.class);
        assertThat(look()).isNull();
        assertThat(stripe.faults().requests(Route.INTENT, intent)).isEqualTo(3);
    }

    @Test
    void anUnknownStatusReachesTheCaller() throws Exception {
        stripe.faults().next(1, new Fault.StrangeStatus());

        assertThat(sdk.v1().paymentIntents().retrieve(intent).getStatus()).isEqualTo("requires_quantum_state");
    }

    @Test
    void faultsAreForReadsUnlessAWriteIsNamed() throws Exception {
        stripe.faults().next(1, new Fault.Failure(500));
        sdk.v1().paymentIntents().create(Sdk.asking(100).build());
        assertThat(look()).isInstanceOf(ApiException.class);

        stripe.faults().next(1, new Fault.Failure(500), Route.CREATE_INTENT);
        assertThat(look()).isNull();
        assertThatThrownBy(
                        () -> sdk.v1().paymentIntents().create(Sdk.asking(100).build()))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void aRateOfFaultsIsTheSameForTheSameSeed() {
        assertThat(fates(7)).isEqualTo(fates(7)).isNotEqualTo(fates(8));
        assertThat(fates(7)).filteredOn("wrong"::equals).hasSizeBetween(20, 80);
    }

    private static List<String> fates(long seed) {
        Faults faults = new Faults(seed);
        faults.rate(0.5, new Fault.Failure(500), new Fault.Reset());
        List<String> fates = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            fates.add(faults.on(new Route.Match(Route.INTENT, "pi_" + i)).isPresent() ? "wrong" : "right");
        }
        return fates;
    }

    @Test
    void clearingEndsAllFaultsButKeepsTheCounts() {
        stripe.faults().next(5, new Fault.Failure(500));
        stripe.faults().rate(1, new Fault.Failure(500));
        look();
        stripe.faults().clear();

        assertThat(look()).isNull();
        assertThat(stripe.faults().requests()).isEqualTo(2);
        assertThat(stripe.faults().injected()).isEqualTo(1);
    }

    private Throwable look() {
        return catchThrowable(() -> sdk.v1().paymentIntents().retrieve(intent));
    }
}
