package dev.payonce.servers.stripe;

import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Bank;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.account.Events;
import dev.payonce.servers.stripe.api.Api;
import dev.payonce.servers.stripe.chaos.Barriers;
import dev.payonce.servers.stripe.chaos.Faults;
import dev.payonce.servers.stripe.http.Calls;
import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Exchange.Request;
import dev.payonce.servers.stripe.http.Server;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import dev.payonce.servers.stripe.webhook.Webhooks;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A Stripe account behind a server that Stripe's own SDK takes for the real one. A clock drives its time, and a seed
 * makes its behaviour repeatable.
 */
public final class StripeSimulator implements AutoCloseable {

    private final Account account;
    private final Faults faults;
    private final Barriers barriers = new Barriers();
    private final Calls calls;
    private final Api api;
    private final Server server;
    private final Webhooks webhooks;
    private final Shopper shopper;
    private final Merchant merchant;
    private volatile Optional<DeliveryPlan> automatic = Optional.empty();
    private volatile BiConsumer<Request, Reply> observer = (_, _) -> {};

    private StripeSimulator(InstantSource clock, long seed, String secretKey, int port) {
        this.account = new Account(clock, seed, secretKey.contains("_live_"));
        this.faults = new Faults(seed);
        this.calls = new Calls(clock);
        this.webhooks = new Webhooks(clock);
        this.api = new Api(account, faults, barriers, calls, clock, secretKey, webhooks::address);
        this.shopper = new Shopper(account);
        this.merchant = new Merchant(account);
        account.events().listen(event -> automatic.ifPresent(plan -> webhooks.deliver(List.of(event), plan)));
        this.server = Server.start(port, this::answer);
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

    private Reply answer(Request request) {
        if (request.path().startsWith(Controls.PREFIX)) {
            return new Controls(this::secretKey, this::shopper).answer(request);
        }
        Reply reply = api.answer(request);
        observer.accept(request, reply);
        return reply;
    }

    /** Shows each request and its reply to an observer from now on, in the thread that answers. */
    public void observe(BiConsumer<Request, Reply> by) {
        observer = by;
    }

    /** Returns the address for the SDK's {@code setApiBase}, without a slash at the end. */
    public URI baseUrl() {
        return server.base();
    }

    /** Returns the account's own id, {@code acct_…}. */
    public String accountId() {
        return account.id();
    }

    public boolean livemode() {
        return account.render().livemode();
    }

    /** Rolls the key: the former one gets 401 from now on. */
    public void secretKey(String next) {
        api.secretKey(next);
    }

    /** Takes the right to write from the key, or gives it back: without it each write gets 403, and nothing moves. */
    public void mayWrite(boolean may) {
        api.mayWrite(may);
    }

    public Shopper shopper() {
        return shopper;
    }

    /** Returns the merchant in the dashboard, and the banks. */
    public Merchant merchant() {
        return merchant;
    }

    /** Returns the bank that decides the course of refunds. */
    public Bank bank() {
        return account.bank();
    }

    /**
     * Lets everything happen that is due by now, such as a refund that fails after a week. Each request does that, too;
     * only a clock that passes without requests needs it.
     */
    public void catchUp() {
        account.catchUp();
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

    /** Returns the points where a test stops requests half-way. */
    public Barriers barriers() {
        return barriers;
    }

    /** Returns all requests, with their keys. */
    public Calls calls() {
        return calls;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** Makes a second event, with an id of its own, for the same occurrence, as Stripe sometimes does. */
    public Event twin(Event event) {
        return account.twin(event);
    }

    /** Delivers every new event by this plan from now on, each as a batch of its own, as Stripe does. */
    public void deliverAutomatically(DeliveryPlan plan) {
        automatic = Optional.of(plan);
    }

    /** Holds new events back until they are delivered by hand; what is under way goes on. */
    public void deliverByHand() {
        automatic = Optional.empty();
    }

    @Override
    public void close() {
        server.close();
        webhooks.close();
    }
}
