package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredGatewayTest {

    private static final Lookup LOOKUP = new Lookup("acme", ExternalIds.of("pay_1"));
    private static final Operation VOID = new Operation.Void(
            new OperationHeader(1, new OrderId("", 7), "key", "site", "acme", "1", Instant.EPOCH, Instant.EPOCH),
            "pay_1");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void aLookupsLatencyIsMeasuredByAccountAndOutcome() {
        measured(() -> Observation.NOTHING, null).find(LOOKUP);

        assertThat(timed("answered")).isEqualTo(1);
    }

    @Test
    void aFailureIsCountedByItsCode() {
        Gateway away = measured(
                () -> {
                    throw Failures.transientOne("acme-500", "Away", Optional.empty(), null);
                },
                null);

        assertThatThrownBy(() -> away.find(LOOKUP)).isInstanceOf(ApplicationFailure.class);

        assertThat(timed("transient")).isEqualTo(1);
        assertThat(counted("transient", "acme-500")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"unknown, acme-timeout", "refused, acme-401"})
    void anOutcomeWithoutAPaymentIsCountedByItsCode(String outcome, String code) {
        Outcome said = outcome.equals("unknown") ? new Outcome.Unknown(1, code, false) : new Outcome.Refused(1, code);

        assertThat(measured(() -> Observation.NOTHING, said).carryOut(VOID)).isEqualTo(said);

        assertThat(timed(outcome)).isEqualTo(1);
        assertThat(counted(outcome, code)).isEqualTo(1);
    }

    @Test
    void aBugIsMeasuredAsFailed() {
        Gateway broken = measured(
                () -> {
                    throw new IllegalStateException("bug");
                },
                null);

        assertThatThrownBy(() -> broken.find(LOOKUP)).isInstanceOf(IllegalStateException.class);

        assertThat(timed("failed")).isEqualTo(1);
    }

    private Gateway measured(Supplier<Observation> lookups, Outcome outcome) {
        return new MeasuredGateway(
                "acme",
                new Gateway() {
                    @Override
                    public Observation find(Lookup what) {
                        return lookups.get();
                    }

                    @Override
                    public Outcome carryOut(Operation operation) {
                        return outcome;
                    }
                },
                metrics);
    }

    private long timed(String outcome) {
        return metrics.timer("payonce.gateway.latency", "gateway", "acme", "outcome", outcome)
                .count();
    }

    private double counted(String outcome, String code) {
        return metrics.counter("payonce.gateway.errors", "gateway", "acme", "outcome", outcome, "kind", code)
                .count();
    }
}
