package dev.payonce.servers.stripe.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test that each forgery is wrong in the way that it says, and in no other. */
class ForgerTest {

    private static final String SECRET = "whsec_test_secret";

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, "sk_test_simulated");

    private final Forger forger = new Forger(List.of(SECRET), Clock.systemUTC());
    private final Event event = stripe.events()
            .last(stripe.shopper().pay(4990, "eur", Map.of()), "payment_intent.succeeded")
            .orElseThrow();

    @Test
    void theSdkRefusesAnotherSecretAnOldSignatureAndAChangedBody() {
        for (Forgery forged : List.of(forger.wrongSecret(event), forger.stale(event), forger.tampered(event))) {
            assertThatThrownBy(() -> read(forged)).as(forged.name()).isInstanceOf(SignatureVerificationException.class);
        }
        assertThat(forger.tampered(event).body()).isNotEqualTo(event.json());
    }

    @Test
    void theSdkFallsOverAGarbledSignatureInsteadOfRefusingIt() {
        assertThatThrownBy(() -> read(forger.garbledSignature(event))).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void theSdkLetsAFarFutureAndAnotherModePassSoAReceiverHasToSeeToThem() throws Exception {
        assertThat(read(forger.farFuture(event))).isNotNull();
        assertThat(read(forger.otherMode(event)).getLivemode()).isTrue();
        assertThat(forger.huge(event).body()).hasSizeGreaterThan(Forger.HUGE_BYTES);
    }

    private static com.stripe.model.Event read(Forgery forged) throws SignatureVerificationException {
        return Webhook.constructEvent(forged.body(), forged.signature().orElseThrow(), SECRET);
    }
}
