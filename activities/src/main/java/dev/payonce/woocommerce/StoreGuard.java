package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.woocommerce.StoreTable.Known;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Remembers which shop this is, from the first start on: its name, its tables, its address, test or real money. A copy
 * of the shop, or a second name for it, would make two actors of one order, so whatever differs later is refused until
 * a setting says that it was meant.
 */
public final class StoreGuard {

    private static final Logger LOG = LoggerFactory.getLogger(StoreGuard.class);

    private final Database database;
    private final StoreSettings settings;
    private final boolean live;
    private final Accepted accepted;
    private final StoreTable table;
    private volatile @Nullable Pinned pinned;

    /**
     * What the operator says is meant; each holds the new value, so that it accepts this one change and no other.
     *
     * @param site {@code PAYONCE_ACCEPT_SITE}, an address
     * @param mode {@code PAYONCE_ACCEPT_MODE}, {@code live} or {@code test}
     * @param tables {@code PAYONCE_ACCEPT_TABLES}, {@code schema.prefix}
     */
    public record Accepted(Optional<String> site, Optional<String> mode, Optional<String> tables) {
        public static final Accepted NOTHING = new Accepted(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * @param site the shop's address
     * @param sites fingerprints of this and of every former one
     * @param effects PLUGIN or SQL
     * @param hpos true where orders live in tables of their own
     */
    public record Pinned(String site, ExternalIds sites, StoreSettings.Effects effects, boolean hpos) {

        private static Pinned of(Known store, StoreSettings.Effects effects, boolean hpos) {
            Stream<String> all = Stream.concat(store.former().stream(), Stream.of(store.site()));
            return new Pinned(
                    store.site(), ExternalIds.of(all.map(Fingerprint::ofSite).toList()), effects, hpos);
        }

        /** Inside the transaction, before anything is decided: is this still the shop? */
        void check(ShopOptions shop) {
            if (!Fingerprint.ofSite(site).equals(Fingerprint.ofSite(shop.url()))) {
                throw Identity.siteDiffers(site, shop.url());
            }
            EffectsChoice.of(effects, shop);
            if (shop.hpos() != hpos) {
                throw Failures.transientOne(
                        "storage-changed",
                        "The shop has changed where it keeps its orders. Restart the worker",
                        Optional.empty(),
                        null);
            }
        }
    }

    /** @param live true when the gateways' keys move real money */
    public StoreGuard(Database database, StoreSettings settings, boolean live, Accepted accepted) {
        this.database = database;
        this.settings = settings;
        this.live = live;
        this.accepted = accepted;
        this.table = new StoreTable(settings);
    }

    /** To be called after the migrations, again and again until it succeeds; fails transiently or refuses. */
    public Pinned pin() {
        try {
            JdbcClient sql = database.sql();
            String here = table.here(sql);
            ShopOptions shop = table.shop(sql);
            StoreSettings.Effects effects = EffectsChoice.of(settings.effects(), shop);
            List<Known> known = table.known(sql, here);
            Known store = Identity.of(known, new Known(settings.store(), here, shop.url(), List.of(), live), accepted);
            if (known.isEmpty()) {
                table.insert(sql, store);
            } else if (!known.contains(store)) {
                table.update(sql, store);
            }
            warn(table.others(sql), effects);
            Pinned result = Pinned.of(store, effects, shop.hpos());
            pinned = result;
            return result;
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }

    /** Fails transiently until the store is pinned. */
    Pinned pinned() {
        Pinned store = pinned;
        if (store == null) {
            throw Failures.transientOne("not-pinned", "The store is not known yet", Optional.empty(), null);
        }
        return store;
    }

    private void warn(int others, StoreSettings.Effects effects) {
        if (settings.observed()) {
            LOG.warn("PAYONCE_MODE=shadow: nothing is done; what would have been done is in {}", settings.ledger());
            return;
        }
        if (settings.lock() == StoreSettings.Lock.ROW) {
            LOG.warn("PAYONCE_LOCK=row: PHP code that locks orders by GET_LOCK does not keep Payonce waiting");
        } else if (others > 0 && !settings.lockName().contains("{store}")) {
            LOG.warn(
                    "{} more stores are on this MySQL server, and locks are server-wide: their orders keep ours waiting"
                            + " where numbers are equal. Give each a name, and PAYONCE_LOCK_NAME a {store}",
                    others);
        }
        if (effects == StoreSettings.Effects.SQL) {
            LOG.warn("PAYONCE_EFFECTS=sql: orders are moved without PHP, so neither stock nor mails follow");
        } else {
            LOG.info("PAYONCE_EFFECTS=plugin: PHP alone moves orders, by WooCommerce's own functions");
        }
    }
}
