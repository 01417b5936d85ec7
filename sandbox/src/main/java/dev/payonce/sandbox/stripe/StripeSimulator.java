package dev.payonce.sandbox.stripe;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/**
 * One merchant's Stripe account, behind a server that Stripe's own SDK takes for the real one. It is started with a
 * clock, so that time can be driven, and a seed, so that what it does can be repeated.
 */
public final class StripeSimulator implements AutoCloseable {

    private final Account account;
    private final Faults faults;
    private final Api api;
    private final Server server;
    private final Webhooks webhooks;
    private final Shopper shopper;

    private StripeSimulator(InstantSource clock, long seed, String secretKey, int port) {
        this.account = new Account(clock, seed, secretKey.contains("_live_"));
        this.faults = new Faults(seed);
        this.api = new Api(account, faults, secretKey);
        this.webhooks = new Webhooks(clock);
        this.shopper = new Shopper(account);
        this.server = Server.start(port, api::answer);
    }

    /**
     * Starts on any free port.
     *
     * @param secretKey the only key that is let in; {@code sk_test_…} or {@code sk_live_…} decides the mode
     */
    public static StripeSimulator start(InstantSource clock, long seed, String secretKey) {
        return start(clock, seed, secretKey, 0);
    }

    /** Starts on this port, which only this machine can reach; 0 for any free one. */
    public static StripeSimulator start(InstantSource clock, long seed, String secretKey, int port) {
        return new StripeSimulator(clock, seed, secretKey, port);
    }

    /** For the SDK's {@code setApiBase}, without a slash at the end. */
    public URI baseUrl() {
        return server.base();
    }

    /** The account's own id, {@code acct_…}. */
    public String accountId() {
        return account.id();
    }

    public boolean livemode() {
        return account.render().livemode();
    }

    /** The merchant rolls the key: the former one gets 401 from now on. */
    public void secretKey(String next) {
        api.secretKey(next);
    }

    public Shopper shopper() {
        return shopper;
    }

    public Journal journal() {
        return account.journal();
    }

    public Events events() {
        return account.events();
    }

    public Faults faults() {
        return faults;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** Tells of the same occurrence in a second event with an id of its own, as Stripe sometimes does. */
    public Event twin(Event event) {
        return account.twin(event);
    }

    /** From now on every new event is delivered by this plan, each as a batch of its own. */
    public void deliverAutomatically(DeliveryPlan plan) {
        account.events().listen(event -> webhooks.deliver(List.of(event), plan));
    }

    @Override
    public void close() {
        server.close();
        webhooks.close();
    }
}
