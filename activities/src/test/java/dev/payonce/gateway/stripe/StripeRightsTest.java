package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of a key's rights to read reviews and early fraud warnings, before the first payment has one. */
class StripeRightsTest {

    private static final String REVIEWS = "/v1/reviews";
    private static final String WARNINGS = "/v1/radar/early_fraud_warnings";
    private static final String EMPTY = "{\"object\":\"list\",\"has_more\":false,\"data\":[]}";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeRightsTest() throws IOException {}

    @Test
    void keyThatMayReadBothLacksNothing() {
        stripe.says(REVIEWS, EMPTY).says(WARNINGS, EMPTY);

        assertThat(unreadable()).isEmpty();
        assertThat(stripe.asked).extracting(StubbedStripe.Asked::query).containsOnly("limit=1");
    }

    @Test
    void objectsThatTheKeyMayNotReadAreNamed() {
        int status = 403;
        stripe.says(REVIEWS, status, StubbedStripe.error("invalid_request_error", "", ""))
                .says(WARNINGS, EMPTY);

        assertThat(unreadable()).containsExactly("reviews");

        stripe.says(WARNINGS, status, StubbedStripe.error("invalid_request_error", "", ""));
        assertThat(unreadable()).containsExactly("reviews", "early fraud warnings");
    }

    /** Another answer says nothing about rights; a wrong key is another fault, with another remedy. */
    @ParameterizedTest
    @ValueSource(ints = {401, 503})
    void gatewayThatIsAwayOrKnowsNoSuchKeyIsNoLackOfRights(int status) {
        stripe.says(REVIEWS, status, "{}").says(WARNINGS, EMPTY);

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, this::unreadable);

        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-" + status);
    }

    private List<String> unreadable() {
        return StripeRights.unreadable(new StripeAccount("stripe", "rk_test_1", stripe.base()));
    }
}
