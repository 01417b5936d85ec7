package dev.payonce.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order;
import dev.payonce.shadow.ShadowCoverage;
import dev.payonce.shadow.ShadowFinding;
import dev.payonce.shadow.ShadowFinding.Unseen;
import dev.payonce.shadow.ShadowFinding.Verdict;
import dev.payonce.shadow.ShadowReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;

/** The tests of the shadow report's page: an installation that sees nothing cannot look like agreement. */
class ShadowReportControllerTest {

    private record Callbacks(long accepted, long rejected) implements CallbackTotals {}

    /** A shop with two paid orders of which Payonce saw none. */
    private static final ShadowReport BLIND = new ShadowReport() {
        @Override
        public List<ShadowFinding> after(Span span, long after, int most) {
            return List.of(new ShadowFinding(
                            1017,
                            Verdict.PAID_UNSEEN,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(Order.Status.PROCESSING),
                            Optional.of(span.from()),
                            Optional.empty())
                    .because(Unseen.NO_WEBHOOK));
        }

        @Override
        public ShadowCoverage coverage(Span span) {
            return new ShadowCoverage(2, 0, 0, 0);
        }
    };

    @Test
    void firstPageHasTheShopsOwnTotals() {
        String page = page(new Callbacks(0, 0), "0", "");

        assertThat(page)
                .contains("\"paidInShop\":2", "\"seen\":0", "\"unseen\":2", "\"verdict\":\"paid_unseen\"")
                .contains("\"because\":\"no_webhook\"");
        assertThat(page(new Callbacks(0, 0), "5", "")).doesNotContain("totals");
    }

    @Test
    void wrongSecretIsTheReasonWhileEachCallbackIsRefused() {
        assertThat(page(new Callbacks(0, 12), "0", ""))
                .contains("\"because\":\"wrong_secret\"", "\"rejected\":12", "\"accepted\":0");
        assertThat(page(new Callbacks(1, 12), "0", "")).contains("\"because\":\"no_webhook\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2001-01-01T00:00:00Z", "2026-11-25"})
    void spanThatCannotBeReadIsRefused(String from) {
        assertThat(response(new Callbacks(0, 0), "0", from).getStatusCode().value())
                .isEqualTo(400);
    }

    /** A name that is sent twice arrives so. */
    @Test
    void twoNumbersOfAnOrderAreRefused() {
        assertThat(response(new Callbacks(0, 0), "1,2", "").getStatusCode().value())
                .isEqualTo(400);
    }

    private static String page(CallbackTotals callbacks, String after, String from) {
        ResponseEntity<byte[]> response = response(callbacks, after, from);
        assertThat(response.getStatusCode().value()).isEqualTo(200);
        return new String(response.getBody(), StandardCharsets.UTF_8);
    }

    private static ResponseEntity<byte[]> response(CallbackTotals callbacks, String after, String from) {
        return new ShadowReportController(Optional.of(BLIND), callbacks).observations(after, from);
    }
}
