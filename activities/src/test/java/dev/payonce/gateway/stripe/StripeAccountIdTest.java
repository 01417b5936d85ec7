package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of the account id, by which a store notices the key of another account. */
class StripeAccountIdTest {

    private static final String ACCOUNT = "/v1/account";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeAccountIdTest() throws IOException {}

    @Test
    void F16_theKeySaysWhichAccountItActsFor() {
        stripe.says(ACCOUNT, "{\"id\":\"acct_1Shop\",\"object\":\"account\"}");

        assertThat(StripeAccountId.of(account(Optional.empty()))).isEqualTo("acct_1Shop");
    }

    @Test
    void F16_aConnectedAccountIsAskedForInItsOwnName() {
        stripe.says(ACCOUNT, "{\"id\":\"acct_1Other\",\"object\":\"account\"}");

        assertThat(StripeAccountId.of(account(Optional.of("acct_1Other")))).isEqualTo("acct_1Other");
        assertThat(stripe.accounts).containsExactly("acct_1Other");
    }

    @Test
    void F16_aRevokedKeyIsRefusedAndIsNoOtherAccount() {
        stripe.says(ACCOUNT, 401, StubbedStripe.error("invalid_request_error", "", ""));

        ApplicationFailure failure = failure();

        assertThat(failure.getType()).isEqualTo(Failures.NON_RETRYABLE);
        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":\"\",\"object\":\"account\"}", "{\"id\":\"shop\",\"object\":\"account\"}"})
    void F16_anAnswerWithoutAnIdProvesNothing(String body) {
        stripe.says(ACCOUNT, body);

        assertThat(failure().getType()).isEqualTo(Failures.TRANSIENT);
    }

    private ApplicationFailure failure() {
        return catchThrowableOfType(ApplicationFailure.class, () -> StripeAccountId.of(account(Optional.empty())));
    }

    private StripeAccount account(Optional<String> connected) {
        return new StripeAccount("stripe", "sk_test_1", stripe.base(), connected);
    }
}
