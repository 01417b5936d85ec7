package dev.payonce.sandbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.description.StripeDescription;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test that Stripe's own command-line program takes the simulator for Stripe. */
class TriggersTest {

    private static final String KEY = "sk_test_1234567890abcdef";
    private static final String SECRET = "whsec_1234567890abcdef";

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.system(), 1, KEY);

    @TempDir
    private Path home;

    private Optional<CliProgram> cli = Optional.empty();

    @BeforeEach
    void isFetched() {
        cli = CliProgram.in(Path.of(".."), home);
        assumeTrue(cli.isPresent(), "scripts/fetch-stripe-cli has not run");
        stripe.webhooks().endpoint(URI.create("http://127.0.0.1:1/"), SECRET);
    }

    @Test
    void eachTriggerOfAnEventThatPayonceTakesWorks() throws IOException {
        Triggers triggers = new Triggers(cli.orElseThrow(), stripe, KEY, StripeDescription.find());
        List<String> names = triggers.names();

        assertThat(names).hasSizeGreaterThan(11).contains("payment_intent.succeeded", "charge.dispute.closed");
        for (String name : names) {
            TriggerResult result = triggers.play(name, event -> TriggerRun.isTaken(stripe, SECRET, event));
            assertThat(result.worked()).as(result.toString()).isTrue();
        }
    }

    @Test
    void aTriggerThatTheSimulatorRefusesHasFailed() throws IOException {
        Triggers triggers = new Triggers(cli.orElseThrow(), stripe, "sk_test_anotheraccount12", Optional.empty());

        TriggerResult result = triggers.play("payment_intent.succeeded", _ -> true);

        assertThat(result.worked()).isFalse();
        assertThat(result.requests()).containsExactly("POST /v1/payment_intents 401");
        assertThat(result.wrong()).contains("its event is missing");
    }
}
