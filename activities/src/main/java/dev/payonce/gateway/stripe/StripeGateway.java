package dev.payonce.gateway.stripe;

import com.stripe.StripeClient;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import dev.payonce.order.Names;
import dev.payonce.payment.Failures;
import dev.payonce.payment.Gateway;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Payment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks payments up by id, never by search: Stripe's search lags behind by up to an hour. A charge, a refund or a
 * dispute is answered with the payment it belongs to. Metrics: {@code payonce.gateway.latency} by account and outcome,
 * {@code payonce.gateway.errors} by account and kind.
 */
public final class StripeGateway implements Gateway {

    private final StripeAccount account;
    private final StripeTimes times;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final StripeClient stripe;

    /** @param clock for when a payment was seen */
    public StripeGateway(StripeAccount account, Clock clock, MeterRegistry metrics) {
        this(account, clock, metrics, StripeTimes.NORMAL);
    }

    StripeGateway(StripeAccount account, Clock clock, MeterRegistry metrics, StripeTimes times) {
        this.account = account;
        this.times = times;
        this.clock = clock;
        this.metrics = metrics;
        this.stripe = StripeClient.builder()
                .setApiKey(account.secretKey())
                .setApiBase(account.apiBase())
                .setStripeAccount(account.connected().orElse(null))
                .setHttpClient(new StripeHttp())
                .setConnectTimeout(Math.toIntExact(times.connect().toMillis()))
                .setReadTimeout(Math.toIntExact(times.read().toMillis()))
                .setMaxNetworkRetries(0) // Temporal retries; two who do are one too many
                .build();
    }

    @Override
    public Observation find(Lookup what) {
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "answered";
        try {
            requireOurs(what);
            return look(what);
        } catch (ApplicationFailure failure) {
            outcome = failure.getType();
            String code = failure.getDetails().get(String.class);
            metrics.counter("payonce.gateway.errors", "gateway", account.name(), "kind", code)
                    .increment();
            throw failure;
        } finally {
            sample.stop(metrics.timer("payonce.gateway.latency", "gateway", account.name(), "outcome", outcome));
        }
    }

    private Observation look(Lookup what) {
        StripeCalls calls = new StripeCalls(stripe, times.all(), System::nanoTime);
        Map<String, Payment> payments = new LinkedHashMap<>();
        List<String> unfound = new ArrayList<>();
        for (String id : intentsFirst(what.objects())) {
            if (payments.values().stream().anyMatch(payment -> called(payment, id))) {
                continue;
            }
            Optional<Payment> payment = StripeId.of(id)
                    .flatMap(known -> known.intent(calls))
                    .flatMap(intent -> Optional.ofNullable(payments.get(intent)).or(() -> payment(calls, intent)));
            payment.ifPresentOrElse(it -> payments.put(it.id(), it), () -> unfound.add(id));
        }
        return Observation.of(what, List.copyOf(payments.values()), Names.of(unfound));
    }

    private Optional<Payment> payment(StripeCalls calls, String id) {
        Instant asked = clock.instant(); // what is true now may have changed when the answer is here, so not later
        return calls.intent(id).map(intent -> {
            requireMode(intent);
            return StripePayment.of(account.name(), intent, returns(calls, intent), asked);
        });
    }

    private static List<Payment.Return> returns(StripeCalls calls, PaymentIntent intent) {
        Charge charge = intent.getLatestChargeObject();
        if (charge == null) {
            return List.of();
        }
        boolean some = charge.getRefunds() != null
                && !Boolean.TRUE.equals(charge.getRefunds().getHasMore());
        List<Refund> refunds = some ? charge.getRefunds().getData() : calls.refunds(intent.getId());
        Stream<Payment.Return> disputes = Boolean.TRUE.equals(charge.getDisputed())
                ? calls.disputes(intent.getId()).stream().map(StripeReturns::of)
                : Stream.empty();
        return Stream.concat(refunds.stream().map(StripeReturns::of), disputes).toList();
    }

    /** A payment tells all its other names, so that those need not be asked for. */
    private static List<String> intentsFirst(Names objects) {
        return objects.all().stream()
                .sorted(Comparator.comparing(id -> !id.startsWith("pi_")))
                .toList();
    }

    private static boolean called(Payment payment, String id) {
        return payment.names().contains(id)
                || payment.returns().stream().anyMatch(back -> back.id().equals(id));
    }

    private void requireOurs(Lookup what) {
        if (!what.gateway().equals(account.name())) {
            throw Failures.refused("stripe-other-account", "This is not the account that the look-up names", null);
        }
        if (what.objects().all().size() > Lookup.MOST) {
            throw Failures.refused("stripe-too-many", "A look-up names at most " + Lookup.MOST + " objects", null);
        }
    }

    private void requireMode(PaymentIntent intent) {
        if (intent.getLivemode() != null && intent.getLivemode() != account.live()) {
            throw Failures.refused(
                    "stripe-other-mode",
                    intent.getId() + " is a " + (account.live() ? "test" : "live")
                            + " payment; the key is of the other mode",
                    null);
        }
    }
}
