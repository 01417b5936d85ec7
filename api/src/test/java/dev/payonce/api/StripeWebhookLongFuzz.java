package dev.payonce.api;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The fuzz test by hand: {@code mvn verify -pl api -am -Dfuzz=StripeWebhookLongFuzz}. */
class StripeWebhookLongFuzz extends StripeWebhookFuzzTest {

    @Override
    @FuzzTest(maxDuration = "30m")
    void anyInputGivesAValue(byte[] input) {
        super.anyInputGivesAValue(input);
    }
}
