package dev.payonce.woocommerce;

import dev.payonce.health.StoreStatus;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.StoreSettings.Effects;
import io.temporal.failure.ApplicationFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The status of the store in MySQL, read again by each check. While the database is away the last one holds, and before the
 * first reading the store counts as served: callbacks are kept for it.
 */
public final class MySqlStoreStatus implements StoreStatus {

    private static final Logger LOG = LoggerFactory.getLogger(MySqlStoreStatus.class);

    private final Database database;
    private final StoreSettings settings;
    private final StoreTable table;
    private volatile Status status = Status.SERVED;

    public MySqlStoreStatus(Database database, StoreSettings settings) {
        this.database = database;
        this.settings = settings;
        this.table = new StoreTable(settings);
    }

    @Override
    public Status status() {
        return status;
    }

    /** Reads the shop's options. Never throws. */
    public void check() {
        try {
            Status now = read(database.sql());
            if (!now.equals(status)) {
                report(now);
            }
            status = now;
        } catch (RuntimeException away) {
            LOG.debug("The shop's options cannot be read; the last reading holds", away);
        }
    }

    private Status read(JdbcClient sql) {
        try {
            Effects by = EffectsChoice.of(settings.effects(), table.shop(sql));
            return by == Effects.SQL && table.hasStripePlugin(sql)
                    ? new Status(
                            Kind.FULFILMENT_TAKEN_AWAY,
                            "PAYONCE_EFFECTS is sql, and the shop's own Stripe plugin is active: an order that Payonce pays"
                                    + " first gets neither stock nor mails from it. Use the companion plugin, or"
                                    + " PAYONCE_MODE=shadow beside the Stripe plugin")
                    : Status.SERVED;
        } catch (ApplicationFailure refused) {
            return new Status(Kind.NOT_SUPPORTED, refused.getOriginalMessage());
        }
    }

    private static void report(Status now) {
        switch (now.kind()) {
            case SERVED -> LOG.info("The store is served");
            case FULFILMENT_TAKEN_AWAY ->
                LOG.warn("Fulfilment is taken away from the shop's Stripe plugin. {}", now.why());
            case NOT_SUPPORTED, OTHER_MODE ->
                LOG.error("The store cannot be served, so requests and callbacks get 503. {}", now.why());
        }
    }
}
