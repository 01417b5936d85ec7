package dev.payonce.scenario;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.servers.stripe.StripeSimulator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * A store that sweeps every two seconds, so that tests need not wait for minutes. Its Stripe account is its own, or its
 * sweep would get all other tests' events.
 */
public final class SweptStore implements AutoCloseable {

    /** A round every two seconds, and what a busy machine adds. */
    public static final Duration BOUND = Shop.PATIENCE;

    private static final long SEED = 13;

    private final Shop shop;
    private final StripeSimulator stripe;
    private final Branch branch;

    public SweptStore(Shop shop, String name) {
        this.shop = shop;
        this.stripe = StripeSimulator.start(
                InstantSource.system(), SEED, shop.all().credentials().stripeKey());
        this.branch = shop.branch(stripe, name, Map.of("PAYONCE_SWEEP_EVERY", "2"))
                .start()
                .await("readiness");
        stripe.webhooks()
                .endpoint(
                        branch.apiUrl().resolve("/webhooks/stripe"),
                        shop.all().credentials().webhookSecret());
    }

    public Branch branch() {
        return branch;
    }

    /** Returns the ID of the workflow that sweeps. */
    public String sweep() {
        return branch.name() + "-sweep";
    }

    @Override
    public void close() {
        branch.close();
        shop.runs().terminateIfOpen(sweep());
        stripe.close();
    }
}
