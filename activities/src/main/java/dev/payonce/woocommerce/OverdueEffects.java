package dev.payonce.woocommerce;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.order.Fingerprint;
import dev.payonce.woocommerce.plugin.PluginLinkTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The check for overdue effects of the companion plugin: it counts those that PHP has not applied within 10 minutes, and
 * those that it rejected. Each check also reports to the plugin that Payonce is there.
 */
public final class OverdueEffects {

    private static final Logger LOG = LoggerFactory.getLogger(OverdueEffects.class);

    private final Database database;
    private final StoreGuard guard;
    private final PluginLinkTable table;
    private final PluginLinkTable.Running running;
    private final AtomicLong overdue = new AtomicLong();
    private final AtomicLong age = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();

    public OverdueEffects(
            Database database,
            StoreSettings settings,
            StoreGuard guard,
            PluginLinkTable.Running running,
            MeterRegistry metrics) {
        this.database = database;
        this.guard = guard;
        this.table = new PluginLinkTable(settings);
        this.running = running;
        metrics.gauge("payonce.plugin.effects.overdue", overdue);
        metrics.gauge("payonce.plugin.effects.age", age);
        metrics.gauge("payonce.plugin.effects.rejected", rejected);
    }

    /** Shows nothing, since this worker does not work: another one shows what is. */
    public void clear() {
        List.of(overdue, age, rejected).forEach(gauge -> gauge.set(0));
    }

    /** Checks once and never throws. It does nothing where no plugin is. */
    public void check() {
        try {
            check(guard.pinned());
        } catch (RuntimeException failed) {
            LOG.warn(
                    "The companion plugin's tables could not be checked; the next check follows within a minute",
                    failed);
        }
    }

    private void check(StoreGuard.Pinned store) {
        if (store.effects() != StoreSettings.Effects.PLUGIN) {
            return;
        }
        JdbcClient sql = database.sql();
        table.write(sql, Fingerprint.ofSite(store.site()), running);
        overdue.set(table.overdue(sql));
        age.set(table.age(sql));
        rejected.set(table.rejected(sql));
        if (overdue.get() > 0) {
            LOG.warn(
                    "{} effects have not been applied by PHP for 10 minutes, the oldest for {} s: paid orders are not"
                            + " fulfilled. Look at WooCommerce > Status > Scheduled actions (payonce_effects) and at the"
                            + " shop's error log",
                    overdue.get(),
                    age.get());
        }
    }
}
