package dev.payonce.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RightsCheckTest {

    @Test
    void keyThatReadsAllIsWell() {
        assertThat(RightsCheck.of("stripe", List::of).result()).isEqualTo("well");
    }

    @Test
    void keyThatMayNotReadReviewsIsAFaultWithARemedy() {
        Check check = RightsCheck.of("stripe", () -> List.of("reviews", "early fraud warnings"));

        assertThat(check.isFault()).isTrue();
        assertThat(check.says()).isEqualTo("the key may not read reviews and early fraud warnings");
        assertThat(check.remedy()).startsWith("Give the key the right to read reviews and early fraud warnings");
    }

    @Test
    void gatewayThatIsAwayIsNoFaultOfTheKey() {
        Check check = RightsCheck.of("stripe", () -> {
            throw Failures.transientOne("stripe-503", "Stripe answered 503", Optional.empty(), null);
        });

        assertThat(check.result()).isEqualTo("not checked");
    }
}
