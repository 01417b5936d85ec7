package dev.payonce.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Failures;
import dev.payonce.payment.View;
import dev.payonce.sandbox.server.FaultProxy;
import dev.payonce.sandbox.store.Store;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S07: the server did it, and nobody heard of it. */
class LostAnswerTest {

    private static FaultProxy proxy;
    private static Bench bench;

    @BeforeAll
    static void open() {
        proxy = FaultProxy.before(Bench.server().host(), Bench.server().port());
        Store store = Store.create(Bench.server(), "answers", "wp_", Bench.SITE, Clock.systemUTC());
        String url = Bench.server().jdbcUrlThrough(proxy.port(), "answers");
        bench = Bench.open(store, url, Bench.server().user(), Bench.settings("answers"), 1);
    }

    @AfterAll
    static void close() {
        bench.close();
        proxy.close();
    }

    @ParameterizedTest
    @CsvSource({"201, COMMIT", "202, RELEASE_LOCK"})
    void S07_anAnswerThatWasLostIsAskedForAgainAndNothingIsDoneTwice(long number, String statement) {
        OrderId id = bench.pending(number);
        int before = proxy.eaten();
        // The byte before a query's text, lest READ COMMITTED be taken for it.
        proxy.eatReply(statement.equals("COMMIT") ? "\u0003COMMIT" : statement);

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> bench.settle(id));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(proxy.eaten() - before).isEqualTo(1);
        assertThat(bench.status(id)).isEqualTo("wc-processing");
        int lines = bench.ledgerLines(id);

        assertThat(bench.settle(id).view().status()).isEqualTo(View.Status.PAID);

        assertThat(bench.ledgerLines(id)).isEqualTo(lines);
        assertThat(bench.store.transitions(number)).hasSize(1);
        assertThat(bench.store.notes(number)).hasSize(1);
    }

    @Test
    void anAnswerThatWasLostBeforeTheCommitLeavesNothing() {
        OrderId id = bench.pending(203);
        proxy.eatReply("UPDATE `wp_wc_orders`");

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> bench.settle(id));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(bench.settle(id).view().status()).isEqualTo(View.Status.PAID);
        assertThat(bench.store.transitions(203)).hasSize(1);
    }

    @Test
    void aServerThatIsAwayIsTransientAndIsFoundAgain() {
        OrderId id = bench.pending(204);
        proxy.refuse();

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> bench.settle(id));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(failure.getDetails().get(String.class)).isEqualTo("mysql-away");
        proxy.pass();
        assertThat(bench.settle(id).view().status()).isEqualTo(View.Status.PAID);
    }
}
