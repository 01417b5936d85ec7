package dev.payonce.sandbox.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checker is trusted only after it has caught what was planted. */
class LogScanTest {

    private static final String GOOD = """
            2026-11-25T12:41:55.462Z WARN  Probe: temporal does not answer: no answer
            2026-11-25T12:41:56.002Z INFO  WebhookController: A callback of stripe is durable eventId="evt_3x" order="1001"
            2026-11-25T12:41:57.100Z WARN  Tries: Settle did not succeed (transient): Order 1001 was locked at 10 s
            """;

    private final LogScan scan = new LogScan(Map.of("the database's password", "s3cr.t+word"));

    @TempDir
    private Path folder;

    @Test
    void harmlessLinesAreNotComplainedAbout() throws IOException {
        assertThat(found(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a stack trace            | <tab>at dev.payonce.worker.Worker.main(Worker.java:26)
                    a stack trace            | <tab>at app//dev.payonce.api.Once.answer(Once.java:7)
                    a stack trace            | {"error.stack_trace":"X: y\\n\\tat dev.payonce.B.c(B.java:1)"}
                    a Stripe key             | Authorization: Bearer sk_test_0123456789ab
                    a Stripe key             | rk_live_0123456789ab
                    a webhook's secret       | secrets=[whsec_0123456789ab]
                    a client secret          | "client_secret":null
                    a client secret          | pi_3Abc_secret_Def
                    an order's key           | order_key=wc_order_Ab3dEf6hIj9kL
                    the database's password  | jdbc:mysql://db/shop?password=s3cr.t+word&x=y
                    """)
    void eachThingThatIsPlantedIsFoundWithItsLineButNotResent(String what, String line) throws IOException {
        String planted = line.replace("<tab>", "\t");

        assertThat(found(GOOD + planted + "\n" + GOOD)).containsExactly(folder.resolve("api.log") + ":4 holds " + what);
    }

    @Test
    void aTextThatOnlyRefreshesLikeTheSecretIsNone() throws IOException {
        assertThat(found("s3crXttword")).isEmpty();
    }

    private String[] found(String log) throws IOException {
        Files.writeString(folder.resolve("api.log"), log);
        return scan.folder(folder).stream().map(LogScan.Finding::toString).toArray(String[]::new);
    }
}
