package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskQueuesTest {

    private static final List<String> STORES =
            List.of("", "x", "stripe", "stripe-x", "north", "~shadow", "north~shadow");
    private static final List<String> ACCOUNTS = List.of("stripe", "stripe-x", "x");

    @Test
    void aStoreWithoutANameKeepsThePlainNames() {
        assertThat(TaskQueues.payments("")).isEqualTo("payonce-payments");
        assertThat(TaskQueues.gateway("", "stripe")).isEqualTo("payonce-gateway-stripe");
    }

    /** Once every store of a Temporal namespace worked on the same two queues. */
    @Test
    void noTwoStoresAndAccountsShareAQueue() {
        List<String> gateways = STORES.stream()
                .flatMap(store -> ACCOUNTS.stream().map(account -> TaskQueues.gateway(store, account)))
                .toList();
        assertThat(gateways).doesNotHaveDuplicates();
        assertThat(STORES.stream().map(TaskQueues::payments)).doesNotHaveDuplicates();
    }

    @Test
    void aWorkflowFindsTheGatewaysQueueOfItsOwnStore() {
        for (String store : STORES) {
            assertThat(TaskQueues.gatewayBeside(TaskQueues.payments(store), "stripe"))
                    .isEqualTo(TaskQueues.gateway(store, "stripe"));
        }
    }
}
