package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.SqlErrors;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.woocommerce.StoreTable.Known;
import dev.payonce.woocommerce.plugin.PluginLinkTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The guard that remembers the shop from the first start on: its name, its tables, its address, test or real money. A
 * copy of the shop, or a second name for it, would make two actors of one order. A later difference is therefore
 * refused until a setting says that it was meant.
 */
public final class StoreGuard {

    private static final Logger LOG = LoggerFactory.getLogger(StoreGuard.class);

    private final Database database;
    private final StoreSettings settings;
    private final boolean live;
    private final StoreSettings.Accepted accepted;
    private final StoreTable table;
    private volatile @Nullable Pinned pinned;

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

        /** Verifies inside the transaction, before anything is decided, that this is still the shop. */
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
    public StoreGuard(Database database, StoreSettings settings, boolean live, StoreSettings.Accepted accepted) {
        this.database = database;
        this.settings = settings;
        this.live = live;
        this.accepted = accepted;
        this.table = new StoreTable(settings);
    }

    /** Pins the shop after the migrations, again until it succeeds; fails transiently or refuses. */
    public Pinned pin() {
        try {
            JdbcClient sql = database.sql();
            String here = table.here(sql);
            ShopOptions shop = table.shop(sql);
            StoreSettings.Effects effects = EffectsChoice.of(settings.effects(), shop);
            List<Known> known = table.known(sql, here);
            String by = effects.name().toLowerCase(Locale.ROOT);
            Known store =
                    Identity.of(known, new Known(settings.store(), here, shop.url(), List.of(), live, by), accepted);
            refuseOpenEffects(sql, known, effects, shop);
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

    /**
     * Pins the account that a gateway's key acts for, after {@link #pin}. Refuses the key of another account: that one knows
     * none of the store's payments, so a refund in doubt would count as absent.
     *
     * @param id the gateway's own id of the account
     */
    public void pinAccount(String gateway, String id) {
        try {
            JdbcClient sql = database.sql();
            Optional<String> before = table.account(sql, gateway);
            if (before.isPresent()
                    && !before.get().equals(id)
                    && !accepted.account().equals(Optional.of(id))) {
                throw Identity.accountDiffers(gateway, before.get(), id);
            }
            if (!before.equals(Optional.of(id))) {
                table.account(sql, gateway, id);
            }
        } catch (DataAccessException failed) {
            throw SqlErrors.of(failed);
        }
    }

    /** Refuses to leave the plugin while it has effects to apply: SQL would write what PHP applies later. */
    private void refuseOpenEffects(JdbcClient sql, List<Known> known, StoreSettings.Effects effects, ShopOptions shop) {
        boolean leaves = effects == StoreSettings.Effects.SQL
                && known.stream().anyMatch(before -> before.effects().equals("plugin"));
        long open = leaves && !shop.pluginTables().isEmpty() ? new PluginLinkTable(settings).unfinished(sql) : 0;
        if (open > 0) {
            throw Failures.transientOne(
                    "effects-open",
                    open + " effects are still to be applied by the companion plugin. Run the worker with"
                            + " PAYONCE_EFFECTS=plugin until none is left, then change it",
                    Optional.empty(),
                    null);
        }
    }

    /** Fails transiently until the store is pinned. */
    Pinned pinned() {
        Pinned store = pinned;
        if (store == null) {
            throw Failures.transientOne(
                    "not-pinned", "The store is not pinned yet; the worker tries again", Optional.empty(), null);
        }
        return store;
    }

    private void warn(int others, StoreSettings.Effects effects) {
        if (settings.shadow()) {
            LOG.warn(
                    "Shadow mode: Payonce changes nothing and records its decisions in {}; PAYONCE_MODE=act lets it act",
                    settings.ledger());
            return;
        }
        if (settings.lock() == StoreSettings.Lock.ROW) {
            LOG.warn(
                    "Orders are locked by their rows: PHP code that uses GET_LOCK does not keep Payonce waiting. Set PAYONCE_LOCK=advisory where the server allows it");
        } else if (others > 0 && !settings.lockName().contains("{store}")) {
            LOG.warn(
                    "{} more stores are on this MySQL server, and locks are server-wide: their orders keep ours waiting"
                            + " where numbers are equal. Give each a name, and PAYONCE_LOCK_NAME a {store}",
                    others);
        }
        if (effects == StoreSettings.Effects.SQL) {
            LOG.warn("Orders are moved without PHP, so neither stock nor mails follow (PAYONCE_EFFECTS=sql)");
        } else {
            LOG.info("PHP alone moves orders, by WooCommerce's own functions (PAYONCE_EFFECTS=plugin)");
        }
    }
}
