package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.store.Store;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of S07: the server commits, and its response is lost. */
class LostAnswerTest {

    private static FaultProxy proxy;
    private static StoreFixture fixture;

    @BeforeAll
    static void open() {
        proxy = FaultProxy.before(
                StoreFixture.server().host(), StoreFixture.server().port());
        Store store = Store.create(StoreFixture.server(), "answers", "wp_", StoreFixture.SITE, Clock.systemUTC());
        String url = StoreFixture.server().jdbcUrlThrough(proxy.port(), "answers");
        fixture = StoreFixture.open(store, url, StoreFixture.settings("answers"), 1);
    }

    @AfterAll
    static void close() {
        fixture.close();
        proxy.close();
    }

    @ParameterizedTest
    @CsvSource({"201, COMMIT", "202, RELEASE_LOCK"})
    void S07_anAnswerThatWasLostIsAskedForAgainAndNothingIsDoneTwice(long number, String statement) {
        OrderId id = fixture.pending(number);
        int before = proxy.eaten();
        // The byte before a query's text, lest READ COMMITTED be taken for it.
        proxy.eatReply(statement.equals("COMMIT") ? "\u0003COMMIT" : statement);

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> fixture.reconcile(id));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(proxy.eaten() - before).isEqualTo(1);
        assertThat(fixture.status(id)).isEqualTo("wc-processing");
        int lines = fixture.ledgerLines(id);

        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);

        assertThat(fixture.ledgerLines(id)).isEqualTo(lines);
        assertThat(fixture.store.transitions(number)).hasSize(1);
        assertThat(fixture.store.notes(number)).hasSize(1);
    }

    @Test
    void anResultThatWasLostBeforeTheCommitLeavesNothing() {
        OrderId id = fixture.pending(203);
        proxy.eatReply("UPDATE `wp_wc_orders`");

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> fixture.reconcile(id));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(fixture.store.transitions(203)).hasSize(1);
    }

    @Test
    void aServerThatIsAwayIsTransientAndIsFoundAgain() {
        OrderId id = fixture.pending(204);
        proxy.refuse();

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> fixture.reconcile(id));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure)).isEqualTo("mysql-away");
        proxy.pass();
        assertThat(fixture.reconcile(id).view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }
}
