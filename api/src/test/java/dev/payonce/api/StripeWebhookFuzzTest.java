package dev.payonce.api;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** The fuzz test of every build: 20 s of new inputs, and all that were ever kept. */
class StripeWebhookFuzzTest extends StripeWebhookFuzz {

    @DictionaryEntries({
        "t=",
        ",v1=",
        "\"id\":",
        "\"object\":",
        "\"event\"",
        "\"type\":",
        "\"livemode\":false",
        "\"data\":{"
    })
    @FuzzTest(maxDuration = "20s")
    void whatever_comes_in_a_value_comes_out(byte[] input) {
        tryOut(input);
    }
}
