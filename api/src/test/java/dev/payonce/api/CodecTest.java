package dev.payonce.api;

import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.payonce.health.StoreStatus;
import dev.payonce.settings.PayloadKey;
import dev.payonce.settings.Secret;
import dev.payonce.temporal.PayloadEncryption;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CodecTest {

    private static final String UI = "https://temporal.internal";
    private static final String KEY = "ab".repeat(32);
    private static final Payload PLAIN = Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8("\"ann\""))
            .build();

    private static RunningApi api;

    @BeforeAll
    static void start() {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_PAYLOAD_KEYS", "2026-11:" + KEY);
        environment.put("PAYONCE_CODEC_ORIGIN", UI);
        environment.put("PAYONCE_MODE", "shadow"); // It reads only, so each mode serves it.
        environment.put(
                "PAYONCE_STORE_TOKENS", environment.get("PAYONCE_STORE_TOKENS").replace("shop:pay", "shop:decode+pay"));
        api = RunningApi.with(environment);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void anOperatorsTokenGetsWhatWasEncrypted() throws Exception {
        HttpResponse<String> answer = api.post("/codec/decode", "", encrypted("2026-11"));

        assertThat(answer.statusCode()).isEqualTo(200);
        Payloads.Builder plain = Payloads.newBuilder();
        JsonFormat.parser().merge(answer.body(), plain);
        assertThat(plain.getPayloadsList()).containsExactly(PLAIN);
    }

    /** Its operator needs the histories then most. */
    @Test
    void aStoreThatCannotBeServedIsDecryptedToo() throws Exception {
        api.fakes.store = new StoreStatus.Status(StoreStatus.Kind.NOT_SUPPORTED, "the orders are posts");

        assertThat(api.post("/codec/decode", "", encrypted("2026-11")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void nothingIsDecryptedWithoutATokenOrWithAnotherKey() throws Exception {
        assertProblem(
                api.send(HttpRequest.newBuilder(api.at("/codec/decode"))
                        .POST(HttpRequest.BodyPublishers.ofString(encrypted("2026-11")))),
                401);
        assertProblem(api.post("/codec/decode", "", encrypted("another")), 400);
        assertProblem(api.post("/codec/decode", "", "[]"), 400);
    }

    @Test
    void onlyTheUisOriginMayCallFromABrowser() throws Exception {
        assertThat(preflight(UI).headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue(UI);
        assertThat(preflight(UI).statusCode()).isEqualTo(204);
        assertThat(preflight("https://elsewhere.example").headers().map())
                .doesNotContainKey("access-control-allow-origin");
        assertThat(preflight("https://elsewhere.example").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> preflight(String origin) throws Exception {
        return api.send(HttpRequest.newBuilder(api.at("/codec/decode"))
                .header("Origin", origin)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private static String encrypted(String name) throws Exception {
        PayloadEncryption codec = new PayloadEncryption(List.of(new PayloadKey(name, new Secret(KEY))));
        return JsonFormat.printer()
                .print(Payloads.newBuilder()
                        .addAllPayloads(codec.encode(List.of(PLAIN)))
                        .build());
    }
}
