package dev.payonce.mysql.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.ledger.StoredRequest;
import dev.payonce.ledger.StoredRequests;
import dev.payonce.money.Money;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.woocommerce.StoreFixture;
import dev.payonce.workflow.PayloadConverter;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests of I6 in the ledger: a key's request and its final result. */
class MySqlStoredRequestsTest {

    private static final String PRINT = "0123456789abcdef0123456789abcdef";
    private static final PaymentResult.Reference ABOUT =
            PaymentResult.Reference.payment("stripe", "pi_1", new Money(4990, "EUR"), 3);
    private static final PaymentResult PAID = PaymentResult.of(State.PAID, ABOUT);
    private static final PaymentResult PENDING = PaymentResult.notYet(PaymentResult.Why.GATEWAY_PENDING, ABOUT);

    private static StoreFixture fixture;
    private static StoredRequests replays;

    @BeforeAll
    static void open() {
        fixture = StoreFixture.open("replays");
        replays = new MySqlStoredRequests(fixture.database, fixture.settings);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void aFinalResultIsReadBackAsItWas() throws Exception {
        row("", "k-1", 3, 200, json(PAID));

        assertThat(replays.of("k-1")).contains(new StoredRequest("k-1", 1001, PRINT, 3, Optional.of(PAID)));
        assertThat(replays.of("k-1").orElseThrow().result()).contains(PAID);
    }

    @Test
    void aResultThatWasKnownBeforeIsNotTheLastWord() throws Exception {
        row("", "k-2", 3, null, json(PENDING));

        assertThat(replays.of("k-2").orElseThrow().latest()).contains(PENDING);
        assertThat(replays.of("k-2").orElseThrow().result()).isEmpty();
    }

    @Test
    void aRequestWithoutOperationOrResultIsKnownAllTheSame() {
        row("", "k-3", null, null, null);
        assertThat(replays.of("k-3")).contains(new StoredRequest("k-3", 1001, PRINT, 0, Optional.empty()));
    }

    @Test
    void keysDifferByLetterCaseAndByStore() throws Exception {
        row("other", "k-4", 3, 200, json(PAID));
        row("", "K-5", 3, 200, json(PAID));

        assertThat(replays.of("k-4")).isEmpty();
        assertThat(replays.of("k-5")).isEmpty();
    }

    @Test
    void anResultOfAVersionThatKnowsMoreIsNotGuessed() {
        row("", "k-6", 3, 200, "{\"result\":\"sold\"}");
        assertThatThrownBy(() -> replays.of("k-6")).isInstanceOf(ApplicationFailure.class);
    }

    private static String json(PaymentResult result) throws Exception {
        return PayloadConverter.JSON.writeValueAsString(result);
    }

    private static void row(String store, String key, Integer operation, Integer status, String result) {
        fixture.store
                .sql()
                .sql("INSERT INTO " + fixture.settings.ledger() + ".payonce_request (store, idempotency_key, order_id,"
                        + " fingerprint, operation, status, result, at) VALUES (?, ?, 1001, ?, ?, ?, ?, NOW(6))")
                .params(store, key, PRINT, operation, status, result)
                .update();
    }
}
