package dev.payonce.sandbox.scenario;

import dev.payonce.sandbox.installation.Branch;
import java.time.Duration;
import java.util.Map;

/** A store whose sweep goes round every other second, so that nobody waits for minutes. */
final class SweptStore implements AutoCloseable {

    /**
     * One round, which begins with what all stores of this Stripe account have sold in the last five minutes: other tests may
     * have been busy, and twenty are handed over a second.
     */
    static final Duration BOUND = Duration.ofSeconds(90);

    private final Shop shop;
    private final Branch branch;

    SweptStore(Shop shop, String name) {
        this.shop = shop;
        this.branch =
                shop.branch(name, Map.of("PAYONCE_SWEEP_EVERY", "2")).start().await("readiness");
    }

    Branch branch() {
        return branch;
    }

    /** The workflow that sweeps. */
    String sweep() {
        return branch.name() + "-sweep";
    }

    @Override
    public void close() {
        branch.close();
        shop.runs().terminateIfOpen(sweep());
    }
}
