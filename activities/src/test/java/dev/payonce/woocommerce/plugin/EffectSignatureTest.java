package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The signature that CONTRACT.md shows, which the plugin's own tests compute too. */
class EffectSignatureTest {

    @Test
    void equalsTheOneInTheContract() throws IOException {
        String signature = EffectSignature.of("{\"order\":1001}", "secret", Instant.ofEpochSecond(1767225600L));

        assertThat(Files.readString(Path.of("../wordpress/CONTRACT.md"))).contains("Payonce-Signature: " + signature);
    }
}
