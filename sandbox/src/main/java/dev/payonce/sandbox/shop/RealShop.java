package dev.payonce.sandbox.shop;

import dev.payonce.sandbox.installation.Credentials;
import dev.payonce.sandbox.installation.OpenServers;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.servers.JavaProcess;
import dev.payonce.servers.Ports;
import dev.payonce.servers.RedisServer;
import dev.payonce.servers.TemporalServer;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** A Payonce for a shop that runs already: Redis, Temporal, the Stripe simulator, worker and API. */
public final class RealShop implements AutoCloseable {

    /** A cold start of two JVMs beside a database and PHP on two cores. */
    private static final Duration START = Duration.ofMinutes(2);

    private final OpenServers open = new OpenServers();
    private final Credentials credentials = Credentials.random();
    private final ShopSettings settings;
    private final TemporalServer temporal;
    private final StripeSimulator stripe;
    private final int workerPort = Ports.free();

    /** Starts everything and returns when it is ready. */
    public static RealShop start(Map<String, String> environment, Path logs) {
        return new RealShop(ShopSettings.of(environment), logs);
    }

    private RealShop(ShopSettings settings, Path logs) {
        this.settings = settings;
        try {
            RedisServer redis = open.keep(RedisServer::start);
            temporal = open.keep(TemporalServer::startOnKnownPorts);
            stripe = open.keep(() -> StripeSimulator.start(InstantSource.system(), 1, credentials.stripeKey()));
            open.keep(() -> BankPage.start(settings.bankPort(), stripe, credentials.stripeKey()));
            Map<String, String> all = environment(redis);
            start("worker", all, logs).awaitHttpOk(health(workerPort), START);
            start("api", all, logs).awaitHttpOk(health(settings.apiPort()), START);
            stripe.webhooks().endpoint(api().resolve("/webhooks/stripe"), credentials.webhookSecret());
            stripe.deliverAutomatically(DeliveryPlan.orderly());
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    private Map<String, String> environment(RedisServer redis) {
        Map<String, String> all = new TreeMap<>();
        all.put("PAYONCE_DATABASE_URL", settings.database());
        all.put("PAYONCE_DATABASE_USER", settings.user());
        all.put("PAYONCE_DATABASE_PASSWORD", settings.password());
        all.put("PAYONCE_LEDGER", settings.schema());
        all.put("PAYONCE_EFFECTS", "plugin");
        all.put("PAYONCE_PLUGIN_SECRET", settings.secret());
        all.put("PAYONCE_REDIS_URL", redis.url());
        all.put("PAYONCE_CACHE_SECRET", credentials.cacheSecret());
        all.put("PAYONCE_STORE_TOKENS", credentials.tokensWith(settings.token()));
        all.put("STRIPE_SECRET_KEY", credentials.stripeKey());
        all.put("STRIPE_WEBHOOK_SECRETS", credentials.webhookSecret());
        all.put("STRIPE_API_BASE", stripe.baseUrl().toString());
        all.put("TEMPORAL_ADDRESS", temporal.address());
        all.put("PAYONCE_ORDER_PAGE", api() + "/operations/orders/{order}");
        all.put("PAYONCE_LINK_ORDER", settings.site() + "/wp-admin/admin.php?page=wc-orders&action=edit&id={order}");
        temporal.uiUrl().ifPresent(ui -> all.put("PAYONCE_LINK_RUN", ui + "/namespaces/default/workflows/{run}"));
        // A stale write is mended within one round.
        all.put("PAYONCE_SWEEP_EVERY", "10");
        all.put("SERVER_PORT", Integer.toString(settings.apiPort()));
        all.put("PAYONCE_WORKER_PORT", Integer.toString(workerPort));
        return all;
    }

    private JavaProcess start(String program, Map<String, String> environment, Path logs) {
        Path log = logs.resolve("shop-" + program + ".log");
        return open.keep(() -> JavaProcess.start(program, Programs.QUICK.jar(program), environment, log));
    }

    private static URI health(int port) {
        return URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    }

    /** Makes the file that a script waits for, if it named one. */
    public void reportReady() {
        settings.ready().ifPresent(file -> {
            try {
                Files.createFile(file);
            } catch (IOException taken) {
                throw new UncheckedIOException("The file " + file + " cannot be made", taken);
            }
        });
    }

    /** Returns the shop's address. */
    public URI site() {
        return settings.site();
    }

    public URI api() {
        return URI.create("http://127.0.0.1:" + settings.apiPort());
    }

    /** Returns the token that logs in at the operators' page. */
    public String operator() {
        return credentials.operator();
    }

    public StripeSimulator stripe() {
        return stripe;
    }

    /** Returns the address of Temporal's UI, if there is one. */
    public String temporalUi() {
        return temporal.uiUrl().orElse("none");
    }

    @Override
    public void close() {
        open.close();
    }
}
