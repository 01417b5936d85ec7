package dev.payonce.servers.stripe.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void signsAsTheOfficialLibrariesDo() {
        // Vectors made with stripe-node.
        assertThat(Signature.header(
                        List.of("whsec_test_secret"),
                        Instant.ofEpochSecond(1700000000),
                        "{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}"))
                .isEqualTo("t=1700000000,v1=4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150");
        assertThat(Signature.header(
                        List.of("whsec_utf8"), Instant.ofEpochSecond(1763800001), "{\"note\":\"café ☃ 😀\"}"))
                .isEqualTo("t=1763800001,v1=284d320882a6a2bd6a44e960e38c7d9c08d0135bb2cab96b1cc0f06bf335448b");
    }
}
