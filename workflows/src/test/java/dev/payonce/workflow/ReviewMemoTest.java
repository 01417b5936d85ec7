package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test of what an operator reads of a review in the Temporal UI, also while no worker lives. */
@Timeout(60)
class ReviewMemoTest {

    @AutoClose
    private final WorkflowFixture payments = new WorkflowFixture();

    @Test
    void aReviewIsInTheMemoWithItsFactsAndTheCommandsToCopy() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured(5990));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));

        ReviewMemo memo = (ReviewMemo) payments.run().describe().getMemo(ReviewMemo.MEMO, ReviewMemo.class);
        assertThat(memo.reason()).isEqualTo("AMOUNT_DIFFERS").isEqualTo(payments.attribute("PaymentReason"));
        assertThat(memo.lines()).anyMatch(line -> line.contains("59.90 EUR"));
        assertThat(memo.next())
                .contains("`payonce decide 1001 --review 1 --why '...' --action acceptPaid --payment pi_1`");
        assertThat(payments.details()).contains(memo.lines()).contains(memo.next());

        payments.temporal.sleep(Duration.ofDays(3));
        assertThat(payments.events("1001"))
                .filteredOn(EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED::equals)
                .as("one event for a review, however often it is refreshed")
                .hasSize(1);
    }
}
