package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.failure.Failures;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.StoreSettings.Accepted;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Orders.Match;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The tests of the store guard: an order has one actor only while the shop is the one that was pinned. */
class StoreGuardTest {

    private static final String MOVED = "https://moved.example";

    private StoreFixture fixture;

    @BeforeEach
    void open() {
        fixture = StoreFixture.open("guarded");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void migratingAndPinningAgainChangesNothing() {
        new LedgerMigrations(fixture.database, fixture.settings).run();

        StoreGuard.Pinned again = guard(fixture.settings, Accepted.NOTHING).pin();

        assertThat(again.sites().contains(Fingerprint.ofSite(StoreFixture.SITE)))
                .isTrue();
        assertThat(fixture.count("SELECT COUNT(*) FROM guarded_ledger.payonce_store"))
                .isEqualTo(1);
    }

    @Test
    void schemeAndWwwAndCaseDoNotCount() {
        fixture.store.setOption("siteurl", "http://www.Shop.Example/");

        assertThat(guard(fixture.settings, Accepted.NOTHING).pin().sites().all())
                .hasSize(1);
        fixture.reconcile(fixture.pending(401));
    }

    @Test
    void S32_aShopWithAnotherAddressIsRefusedAtTheStartAndInTheTransaction() {
        OrderId id = fixture.pending(402);
        fixture.store.setOption("siteurl", MOVED);

        assertThat(refusal(() -> fixture.reconcile(id))).contains("PAYONCE_ACCEPT_SITE=" + MOVED);
        assertThat(refusal(() -> guard(fixture.settings, Accepted.NOTHING).pin()))
                .contains("PAYONCE_ACCEPT_SITE=" + MOVED);
        assertThat(fixture.ledgerLines(id)).isZero();
        assertThat(fixture.status(id)).isEqualTo("wc-pending");
    }

    @Test
    void aMoveThatWasMeantIsAcceptedAndPaymentsMadeBeforeItAreStillOurs() {
        OrderId id = fixture.pending(403);
        fixture.store.setOption("siteurl", MOVED);

        fixture.accept(new Accepted(
                Optional.of(MOVED), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));

        assertThat(fixture.orders.match(List.of(StoreFixture.captured(403, StoreFixture.SITE))))
                .isEqualTo(new Match.Found(id));
        fixture.reconcile(id);
        assertThat(fixture.status(id)).isEqualTo("wc-processing");
        assertThat(guard(fixture.settings, Accepted.NOTHING).pin().sites().all())
                .hasSize(2);
    }

    @Test
    void theSameTablesUnderAnotherNameAreRefused() {
        StoreSettings renamed =
                StoreFixture.settings("other", "guarded_ledger", StoreSettings.Lock.ADVISORY, StoreSettings.LOCK_NAME);

        assertThat(refusal(() -> guard(renamed, Accepted.NOTHING).pin())).contains("PAYONCE_STORE=");
    }

    @Test
    void otherTablesAndAnotherModeUnderTheSameNameAreRefused() {
        Store copy = Store.create(StoreFixture.server(), "guarded_copy", "wp_", StoreFixture.SITE, Clock.systemUTC());
        try (StoreFixture elsewhere = StoreFixture.unpinned(copy, fixture.settings)) {
            assertThat(refusal(() -> elsewhere.guard.pin())).contains("PAYONCE_ACCEPT_TABLES=guarded_copy.wp_");
            StoreGuard live = new StoreGuard(fixture.database, fixture.settings, true, Accepted.NOTHING);
            assertThat(refusal(live::pin)).contains("PAYONCE_ACCEPT_MODE=live");
        } finally {
            copy.drop();
        }
    }

    @Test
    void aShopThatKeepsOrdersAmongItsPostsIsRefused() {
        OrderId id = fixture.pending(404);
        fixture.store.setOption("woocommerce_custom_orders_table_enabled", "no");

        assertThat(refusal(() -> fixture.reconcile(id))).contains("high-performance order storage");
        assertThat(refusal(() -> guard(fixture.settings, Accepted.NOTHING).pin()))
                .contains("high-performance");
    }

    @Test
    void changeOfTheProgramThatMovesOrdersIsRefusedUntilItIsAccepted() throws IOException {
        StoreFixture.createPluginTables(fixture.store);

        assertThat(refusal(() -> guard(fixture.settings, Accepted.NOTHING).pin()))
                .contains("effects was sql and is now plugin", "PAYONCE_ACCEPT_EFFECTS=plugin");

        assertThat(guard(fixture.settings, effects("plugin")).pin().effects()).isEqualTo(StoreSettings.Effects.PLUGIN);
        StoreSettings sql = fixture.settings.with(StoreSettings.Effects.SQL);
        assertThat(refusal(() -> guard(sql, Accepted.NOTHING).pin())).contains("PAYONCE_ACCEPT_EFFECTS=sql");
        guard(fixture.settings, Accepted.NOTHING).pin();
    }

    @Test
    void pluginWithOpenEffectsIsNotLeft() throws IOException {
        StoreFixture.createPluginTables(fixture.store);
        fixture.accept(effects("plugin"));
        fixture.reconcile(fixture.pending(406));
        StoreGuard leaves = guard(fixture.settings.with(StoreSettings.Effects.SQL), effects("sql"));

        assertThatThrownBy(leaves::pin).hasMessageContaining("1 effects are still to be applied");

        fixture.store.sql().sql("UPDATE wp_payonce_effect SET state = 2").update();
        assertThat(leaves.pin().effects()).isEqualTo(StoreSettings.Effects.SQL);
    }

    @Test
    void shadowModeReadsEveryStorage() {
        fixture.store.setOption("woocommerce_custom_orders_table_enabled", "no");
        fixture.store.setOption("woocommerce_hpos_datastore_caching_enabled", "yes");
        StoreSettings shadow = fixture.settings.inShadowMode();
        try (Database migration = StoreFixture.database(Role.MIGRATION, shadow.ledger());
                Database reader = StoreFixture.database(Role.SHADOW, fixture.store.schema())) {
            new LedgerMigrations(migration, shadow).run();

            assertThat(new StoreGuard(reader, shadow, false, Accepted.NOTHING)
                            .pin()
                            .effects())
                    .isEqualTo(StoreSettings.Effects.NONE);
        } finally {
            fixture.store.sql().sql("DROP SCHEMA IF EXISTS " + shadow.ledger()).update();
        }
    }

    private static Accepted effects(String by) {
        return new Accepted(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(by));
    }

    @Test
    void S28_aSecondStoreOnTheServerIsWarnedOfWhileLocksHaveNoStoreInTheirName() {
        Store second = Store.create(StoreFixture.server(), "guarded_second", "wp_", MOVED, Clock.systemUTC());
        StoreFixture.grant(second, "guarded_second_ledger"); // A user sees those tables only on which it has a right.
        Logger log = (Logger) LoggerFactory.getLogger(StoreGuard.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.WARN);
        try {
            guard(fixture.settings, Accepted.NOTHING).pin();
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
            second.drop();
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("{store}"));
    }

    @Test
    void F16_theKeyOfAnotherAccountIsRefusedUntilThatIsAccepted() {
        StoreGuard guard = guard(fixture.settings, Accepted.NOTHING);
        guard.pin();
        guard.pinAccount("stripe", "acct_1");
        guard.pinAccount("stripe", "acct_1");
        guard.pinAccount("another-gateway", "acct_9");

        assertThat(refusal(() -> guard.pinAccount("stripe", "acct_2")))
                .contains("acct_1", "acct_2", "PAYONCE_ACCEPT_ACCOUNT");

        Accepted change = new Accepted(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("acct_2"), Optional.empty());
        guard(fixture.settings, change).pinAccount("stripe", "acct_2");
        guard.pinAccount("stripe", "acct_2");
        assertThat(refusal(() -> guard.pinAccount("stripe", "acct_1"))).contains("acct_2");
    }

    @Test
    void pluginIsRequiredWhereTheSettingSaysSo() {
        Store store = Store.create(StoreFixture.server(), "plugless", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreSettings settings = StoreFixture.settings("plugless").with(StoreSettings.Effects.PLUGIN);
        try (StoreFixture without = StoreFixture.unpinned(store, settings);
                Database migration = StoreFixture.database(Role.MIGRATION, settings.ledger())) {
            new LedgerMigrations(migration, settings).run();
            assertThatThrownBy(() -> without.guard.pin()).hasMessageContaining("Activate the plugin");
        } finally {
            store.drop();
        }
    }

    @Test
    void nothingIsReconciledBeforeTheStoreIsKnown() {
        try (StoreFixture early = StoreFixture.unpinned(fixture.store, fixture.settings)) {
            ApplicationFailure failure =
                    catchThrowableOfType(ApplicationFailure.class, () -> early.reconcile(early.pending(405)));

            assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        }
    }

    private StoreGuard guard(StoreSettings settings, Accepted accepted) {
        return new StoreGuard(fixture.database, settings, false, accepted);
    }

    private static String refusal(Runnable action) {
        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, action::run);
        assertThat(failure.getType()).isEqualTo(Failures.NON_RETRYABLE);
        assertThat(failure.isNonRetryable()).isTrue();
        return failure.getOriginalMessage();
    }
}
