package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.order.ExternalIds;
import dev.payonce.workflow.PaymentWorkflow.Start;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Lookup WAITING = new Lookup("stripe", ExternalIds.of("pi_1"));
    private static final Start START = new Start(Payments.ORDER, List.of(), List.of(WAITING), List.of(), List.of());

    /** A run that waited for one payment continued as new at that moment, and only looked at that payment. */
    @Test
    void aRefreshAtEverythingIsCarriedIntoTheNextRun() {
        Inbox inbox = new Inbox(START);
        inbox.signal("refresh", List.of());

        Inbox next = new Inbox(inbox.carry(Payments.ORDER));

        assertThat(next.read()).isEqualTo(Inbox.Batch.NOTHING);
        assertThat(next.unread()).isEmpty();
        next.applied(Inbox.Batch.NOTHING, Map.of());
        assertThat(new Inbox(next.carry(Payments.ORDER)).carry(Payments.ORDER).unread())
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsCarriedOnAsItCame() {
        Inbox inbox = new Inbox(START);
        inbox.signal("news", List.of("1", "2"));

        assertThat(new Inbox(inbox.carry(Payments.ORDER)).unread())
                .containsExactly(new PaymentWorkflow.Unread("news", List.of("1", "2")));
    }
}
