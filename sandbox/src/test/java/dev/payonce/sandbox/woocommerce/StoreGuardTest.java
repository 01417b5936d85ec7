package dev.payonce.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.failure.Failures;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Orders.Match;
import dev.payonce.sandbox.store.Store;
import dev.payonce.woocommerce.StoreGuard;
import dev.payonce.woocommerce.StoreGuard.Accepted;
import io.temporal.failure.ApplicationFailure;
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

    private StoreFixture bench;

    @BeforeEach
    void open() {
        bench = StoreFixture.open("guarded");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void migratingAndPinningAgainChangesNothing() {
        new LedgerMigrations(bench.database, bench.settings).run();

        StoreGuard.Pinned again = guard(bench.settings, Accepted.NOTHING).pin();

        assertThat(again.sites().contains(Fingerprint.ofSite(StoreFixture.SITE)))
                .isTrue();
        assertThat(bench.count("SELECT COUNT(*) FROM guarded_ledger.payonce_store"))
                .isEqualTo(1);
    }

    @Test
    void schemeAndWwwAndCaseDoNotCount() {
        bench.store.setOption("siteurl", "http://www.Shop.Example/");

        assertThat(guard(bench.settings, Accepted.NOTHING).pin().sites().all()).hasSize(1);
        bench.reconcile(bench.pending(401));
    }

    @Test
    void S32_aShopWithAnotherAddressIsRefusedAtTheStartAndInTheTransaction() {
        OrderId id = bench.pending(402);
        bench.store.setOption("siteurl", MOVED);

        assertThat(refusal(() -> bench.reconcile(id))).contains("PAYONCE_ACCEPT_SITE=" + MOVED);
        assertThat(refusal(() -> guard(bench.settings, Accepted.NOTHING).pin()))
                .contains("PAYONCE_ACCEPT_SITE=" + MOVED);
        assertThat(bench.ledgerLines(id)).isZero();
        assertThat(bench.status(id)).isEqualTo("wc-pending");
    }

    @Test
    void aMoveThatWasMeantIsAcceptedAndPaymentsMadeBeforeItAreStillOurs() {
        OrderId id = bench.pending(403);
        bench.store.setOption("siteurl", MOVED);

        bench.accept(new Accepted(Optional.of(MOVED), Optional.empty(), Optional.empty()));

        assertThat(bench.orders.match(List.of(StoreFixture.captured(403, StoreFixture.SITE))))
                .isEqualTo(new Match.Found(id));
        bench.reconcile(id);
        assertThat(bench.status(id)).isEqualTo("wc-processing");
        assertThat(guard(bench.settings, Accepted.NOTHING).pin().sites().all()).hasSize(2);
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
        try (StoreFixture elsewhere = StoreFixture.unpinned(copy, bench.settings)) {
            assertThat(refusal(() -> elsewhere.guard.pin())).contains("PAYONCE_ACCEPT_TABLES=guarded_copy.wp_");
            StoreGuard live = new StoreGuard(bench.database, bench.settings, true, Accepted.NOTHING);
            assertThat(refusal(live::pin)).contains("PAYONCE_ACCEPT_MODE=live");
        } finally {
            copy.drop();
        }
    }

    @Test
    void aShopThatKeepsOrdersAmongItsPostsIsRefused() {
        OrderId id = bench.pending(404);
        bench.store.setOption("woocommerce_custom_orders_table_enabled", "no");

        assertThat(refusal(() -> bench.reconcile(id))).contains("high-performance order storage");
        assertThat(refusal(() -> guard(bench.settings, Accepted.NOTHING).pin())).contains("high-performance");
    }

    @Test
    void S28_aSecondStoreOnTheServerIsWarnedOfWhileLocksHaveNoStoreInTheirName() {
        Store second = Store.create(StoreFixture.server(), "guarded_second", "wp_", MOVED, Clock.systemUTC());
        Logger log = (Logger) LoggerFactory.getLogger(StoreGuard.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.WARN);
        try {
            guard(bench.settings, Accepted.NOTHING).pin();
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
    void nothingIsReconciledBeforeTheStoreIsKnown() {
        try (StoreFixture early = StoreFixture.unpinned(bench.store, bench.settings)) {
            ApplicationFailure failure =
                    catchThrowableOfType(ApplicationFailure.class, () -> early.reconcile(early.pending(405)));

            assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        }
    }

    private StoreGuard guard(StoreSettings settings, Accepted accepted) {
        return new StoreGuard(bench.database, settings, false, accepted);
    }

    private static String refusal(Runnable action) {
        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, action::run);
        assertThat(failure.getType()).isEqualTo(Failures.NON_RETRYABLE);
        assertThat(failure.isNonRetryable()).isTrue();
        return failure.getOriginalMessage();
    }
}
