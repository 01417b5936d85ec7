package dev.payonce.api;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The fuzz test by hand: {@code mvn verify -pl api -am -Dfuzz=StripeWebhookLongFuzz}. */
class StripeWebhookLongFuzz extends StripeWebhookFuzzTest {

    @Override
    @FuzzTest(maxDuration = "30m")
    void whatever_comes_in_a_value_comes_out(byte[] input) {
        super.whatever_comes_in_a_value_comes_out(input);
    }
}
