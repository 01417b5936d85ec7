package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.TaskQueues;
import io.temporal.worker.WorkerFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** The worker with two Stripe accounts, as it is wired. */
@Timeout(120)
class TwoAccountsTest {

    @Test
    void eachAccountHasATaskQueueAndIsSwept() throws Exception {
        Map<String, String> environment = WorkerSettingsTest.environment();
        environment.put("PAYONCE_GATEWAYS", "stripe,stripe-eu");
        environment.put("STRIPE_EU_SECRET_KEY", "sk_test_hidden8");

        try (ConfigurableApplicationContext context = WorkerApplication.start(WorkerSettings.read(environment))) {
            WorkerFactory factory = context.getBean(WorkerFactory.class);
            assertThat(factory.tryGetWorker(TaskQueues.gateway("", "stripe"))).isNotNull();
            assertThat(factory.tryGetWorker(TaskQueues.gateway("", "stripe-eu")))
                    .isNotNull();
            assertThat(context.getBean(Sweep.class).plan().accounts()).containsExactly("stripe", "stripe-eu");
        }
    }
}
