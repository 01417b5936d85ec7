package dev.payonce.gateway.stripe.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.payonce.gateway.stripe.webhook.StripeSignature.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {

    static final String SECRET = "whsec_test_secret";
    static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final String BODY = "{\"id\":\"evt_1\"}";
    private final StripeSignature signature = new StripeSignature(List.of(SECRET));

    static Stream<JsonNode> vectors() throws IOException {
        try (InputStream in = StripeSignatureTest.class.getResourceAsStream("signature-vectors.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aSignatureOfStripesOwnSdkIsGenuine(JsonNode vector) {
        StripeSignature ofVector =
                new StripeSignature(List.of(vector.get("secret").asText()));

        Verdict verdict = ofVector.judge(
                vector.get("body").asText().getBytes(UTF_8),
                vector.get("header").asText(),
                Instant.ofEpochSecond(vector.get("verify_at").asLong()));

        assertThat(verdict).isEqualTo(Verdict.GENUINE);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void oneChangedByteOfTheBodyIsAForgery(JsonNode vector) {
        StripeSignature ofVector =
                new StripeSignature(List.of(vector.get("secret").asText()));
        byte[] body = vector.get("body").asText().getBytes(UTF_8);
        body[body.length / 2] ^= 1;

        Verdict verdict = ofVector.judge(
                body,
                vector.get("header").asText(),
                Instant.ofEpochSecond(vector.get("verify_at").asLong()));

        assertThat(verdict).isEqualTo(Verdict.FORGED);
    }

    @Test
    void whileASecretIsRotatedEitherSignatureByEitherSecretWillDo() {
        StripeSignature rotating = new StripeSignature(List.of("whsec_new", "whsec_old"));
        String old = v1("whsec_old", NOW, BODY);
        String fresh = v1("whsec_new", NOW, BODY);
        String other = v1("whsec_other", NOW, BODY);

        assertThat(judge(rotating, header(old))).isEqualTo(Verdict.GENUINE);
        assertThat(judge(rotating, header(fresh))).isEqualTo(Verdict.GENUINE);
        assertThat(judge(rotating, header(other) + ",v1=" + old)).isEqualTo(Verdict.GENUINE);
        assertThat(judge(rotating, header(other))).isEqualTo(Verdict.FORGED);
    }

    @Test
    void fiveMinutesEitherWayAreNearEnoughAndASecondMoreIsNot() {
        assertThat(judgeAt(NOW.minusSeconds(300))).isEqualTo(Verdict.GENUINE);
        assertThat(judgeAt(NOW.minusSeconds(301))).isEqualTo(Verdict.STALE);
        assertThat(judgeAt(NOW.plusSeconds(300))).isEqualTo(Verdict.GENUINE);
        assertThat(judgeAt(NOW.plusSeconds(301))).isEqualTo(Verdict.STALE);
        assertThat(judgeAt(NOW.plus(Duration.ofDays(365)))).isEqualTo(Verdict.STALE);
    }

    @Test
    void aStaleForgeryIsAForgery() {
        String header = header("whsec_other", NOW.minus(Duration.ofDays(1)), BODY);

        assertThat(judge(signature, header)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void onlySchemeV1Counts() {
        String hex = v1(SECRET, NOW, BODY);

        assertThat(judge(signature, "t=" + NOW.getEpochSecond() + ",v0=" + hex)).isEqualTo(Verdict.FORGED);
        assertThat(judge(signature, header(hex) + ",v0=00")).isEqualTo(Verdict.GENUINE);
    }

    @Test
    void aSignatureThatIsCutShortOrTooLongIsAForgery() {
        String hex = v1(SECRET, NOW, BODY);

        for (int length = 0; length < hex.length(); length++) {
            assertThat(judge(signature, header(hex.substring(0, length)))).isEqualTo(Verdict.FORGED);
        }
        assertThat(judge(signature, header(hex + "0"))).isEqualTo(Verdict.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "=",
                "t",
                "t=",
                "t=now",
                "t=-1",
                "t=1e9",
                "t=99999999999999999999",
                "t=1764064800",
                "v1=00",
                "garbage",
                "t=1764064800,t=1764064800,v1=00"
            })
    void aHeaderWithoutOneTimeAndASignatureIsAForgery(String header) {
        assertThat(judge(signature, header)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void twoTimesAreAForgeryEvenIfOneOfThemWasSigned() {
        String genuine = header(SECRET, NOW, BODY);

        assertThat(judge(signature, "t=1," + genuine)).isEqualTo(Verdict.FORGED);
        assertThat(judge(signature, genuine + ",t=1")).isEqualTo(Verdict.FORGED);
    }

    @Test
    void aHeaderWithMoreThanAnybodyNeedsIsNotWorkedThrough() {
        String genuine = header(SECRET, NOW, BODY);

        assertThat(judge(signature, genuine + ",v1=00".repeat(StripeSignature.MOST)))
                .isEqualTo(Verdict.FORGED);
        assertThat(judge(signature, genuine + " ".repeat(2048))).isEqualTo(Verdict.FORGED);
    }

    @Test
    void itAgreesWithTheSdkOnWhateverItBelieves() {
        SplittableRandom random = new SplittableRandom(20261125);
        for (int i = 0; i < 2_000; i++) {
            String header = mutated(header(SECRET, NOW, BODY), random);
            if (judge(signature, header) == Verdict.GENUINE) {
                assertThat(sdkBelieves(header))
                        .as("seed 20261125, try %d: %s", i, header)
                        .isTrue();
            }
        }
    }

    private static String mutated(String header, SplittableRandom random) {
        StringBuilder text = new StringBuilder(header);
        for (int change = random.nextInt(3); change > 0; change--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "=,tv10 ".charAt(random.nextInt(7)));
                default -> text.setCharAt(at, "=,tv10 ".charAt(random.nextInt(7)));
            }
        }
        return text.toString();
    }

    private static boolean sdkBelieves(String header) {
        try {
            return Webhook.Signature.verifyHeader(BODY, header, SECRET, 0);
        } catch (SignatureVerificationException no) {
            return false;
        }
    }

    private Verdict judgeAt(Instant signed) {
        return judge(signature, header(SECRET, signed, BODY));
    }

    private static String header(String v1) {
        return "t=" + NOW.getEpochSecond() + ",v1=" + v1;
    }

    private static Verdict judge(StripeSignature signature, String header) {
        return signature.judge(BODY.getBytes(UTF_8), header, NOW);
    }

    /** Signs by the SDK, so that our own code does not prove itself. */
    static String v1(String secret, Instant at, String body) {
        try {
            return Webhook.Util.computeHmacSha256(secret, at.getEpochSecond() + "." + body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String header(String secret, Instant at, String body) {
        return "t=" + at.getEpochSecond() + ",v1=" + v1(secret, at, body);
    }
}
