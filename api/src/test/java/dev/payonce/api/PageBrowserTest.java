package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payonce.servers.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operators' page in a real headless Chromium, by chromedriver and the W3C's protocol. Where chromedriver is missing it
 * is not run. Pictures are in {@code target/page-pictures}; axe-core finds no violation on any of them.
 */
@Timeout(180)
class PageBrowserTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path PICTURES = Path.of("target/page-pictures");
    private static final HttpClient DRIVER = HttpClient.newHttpClient();

    @AutoClose
    private static final RunningApi api = new RunningApi();

    private static Process driver;
    private static URI at;

    private final PageScene scene = new PageScene(api.fakes);
    private Window window;

    @BeforeAll
    static void start() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "chromedriver")));
        assumeTrue(there, "not run: chromedriver is missing (apt-get install chromium chromium-driver)");
        int port = Ports.free();
        driver = new ProcessBuilder("chromedriver", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        at = URI.create("http://127.0.0.1:" + port);
        for (int tries = 0; tries < 100 && !answers(); tries++) {
            Thread.sleep(100);
        }
        Files.createDirectories(PICTURES);
    }

    private static boolean answers() throws InterruptedException {
        try {
            return call("GET", "/status", null).path("ready").asBoolean(false);
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (driver != null) {
            driver.descendants().forEach(ProcessHandle::destroy);
            driver.destroy();
        }
    }

    @BeforeEach
    void open() throws Exception {
        scene.set();
        window = new Window(1280, 900);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @Test
    void anOperatorFindsReadsDecidesAndSeesItDone() throws Exception {
        window.logIn();
        assertThat(window.text("h1")).isEqualTo("3 matters need you");
        window.looksRight("list");
        window.click("a[href='/operations/orders/7']");
        window.looksRight("review");
        window.click("#review-1 ~ details:nth-of-type(2) summary");
        assertThat(window.text("#review-1 ~ details:nth-of-type(2)")).contains("Refunds 59.90 EUR of pi_1");
        window.click("#review-1 ~ details:nth-of-type(2) button");
        assertThat(scene.decided).as("without a reason").isEmpty();
        window.type("#review-1 ~ details:nth-of-type(2) textarea", "the shopper asked for it");
        window.click("#review-1 ~ details:nth-of-type(2) button");

        assertThat(window.text(".notice")).contains("Your decision is recorded");
        assertThat(window.text(".steps")).contains("shop decided review 1");
        assertThat(window.count(".review")).isZero();
        assertThat(scene.decided).hasSize(1);
        window.looksRight("decided");
        window.open("/operations/orders/9");
        window.looksRight("stalled");
    }

    @Test
    void twoOperatorsAtOnceDecideOnce() throws Exception {
        window.logIn();
        window.open("/operations/orders/7");
        Window second = new Window(1280, 900);
        try {
            second.logIn();
            second.open("/operations/orders/7");
            window.dismiss("first");
            second.dismiss("second");
            assertThat(second.text(".notice")).contains("shop decided this review");
            assertThat(scene.decided).hasSize(1);
        } finally {
            second.close();
        }
    }

    @Test
    void aSessionThatEndsLosesNothingThatWasTyped() throws Exception {
        window.logIn();
        window.open("/operations/orders/7");
        window.forget();
        window.dismiss("typed with care");
        assertThat(window.text("h1")).isEqualTo("Log in");
        window.looksRight("session-over");
        window.type("#token", RunningApi.TOKEN);
        window.click("main button");

        assertThat(window.text("h1")).isEqualTo("Order 7");
        assertThat(window.run("return document.querySelector('details[open] textarea').value;")
                        .asString())
                .isEqualTo("typed with care");
    }

    @Test
    void aPhoneAndAKeyboardAreEnough() throws Exception {
        window.close();
        window = new Window(390, 844);
        window.logIn();
        window.looksRight("phone-list");
        window.open("/operations/orders/7");
        window.looksRight("phone-review");
        assertThat(window.run("return document.documentElement.scrollWidth <= window.innerWidth;")
                        .asBoolean())
                .as("no sideways scrolling")
                .isTrue();
        window.open("/operations/");
        window.press("\uE004"); // Tab
        assertThat(window.run("return document.activeElement.className;").asString())
                .isEqualTo("skip");
    }

    /** One window with cookies of its own. */
    private static final class Window {

        private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

        private final String session;

        Window(int width, int height) throws Exception {
            Map<String, Object> options = Map.of(
                    "args",
                    List.of(
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--hide-scrollbars",
                            "--window-size=" + Math.max(500, width) + "," + height),
                    "mobileEmulation",
                    Map.of("deviceMetrics", Map.of("width", width, "height", height, "pixelRatio", 1, "touch", false)));
            session = "/session/"
                    + call(
                                    "POST",
                                    "/session",
                                    Map.of(
                                            "capabilities",
                                            Map.of(
                                                    "alwaysMatch",
                                                    Map.of(
                                                            "browserName",
                                                            "chrome",
                                                            "goog:chromeOptions",
                                                            options,
                                                            "goog:loggingPrefs",
                                                            Map.of("browser", "ALL")))))
                            .path("sessionId")
                            .asString();
        }

        void logIn() throws Exception {
            open("/operations/");
            type("#token", RunningApi.TOKEN);
            click("main button");
        }

        void dismiss(String why) throws Exception {
            click("#review-1 ~ details:nth-of-type(3) summary");
            type("#review-1 ~ details:nth-of-type(3) textarea", why);
            click("#review-1 ~ details:nth-of-type(3) button");
        }

        void open(String address) throws Exception {
            call("POST", session + "/url", Map.of("url", api.at(address).toString()));
        }

        void close() throws Exception {
            call("DELETE", session, null);
        }

        void forget() throws Exception {
            call("DELETE", session + "/cookie", null);
        }

        void click(String css) throws Exception {
            call("POST", session + "/element/" + element(css) + "/click", Map.of());
        }

        void type(String css, String text) throws Exception {
            call("POST", session + "/element/" + element(css) + "/value", Map.of("text", text));
        }

        void press(String key) throws Exception {
            call("POST", session + "/element/" + element("body") + "/value", Map.of("text", key));
        }

        String text(String css) throws Exception {
            return run("return document.querySelector(arguments[0]).innerText.trim();", css)
                    .asString();
        }

        int count(String css) throws Exception {
            return run("return document.querySelectorAll(arguments[0]).length;", css).asInt();
        }

        JsonNode run(String script, Object... arguments) throws Exception {
            return call("POST", session + "/execute/sync", Map.of("script", script, "args", arguments));
        }

        private String element(String css) throws Exception {
            return call("POST", session + "/element", Map.of("using", "css selector", "value", css))
                    .path(ELEMENT)
                    .asString();
        }

        /** Takes pictures, light and dark, and finds no violation of accessibility and no complaint of the browser. */
        void looksRight(String name) throws Exception {
            for (String scheme : List.of("light", "dark")) {
                devTools(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
                JsonNode size =
                        run("return [document.documentElement.clientWidth, document.documentElement.scrollHeight];");
                JsonNode picture = devTools(
                        "Page.captureScreenshot",
                        Map.of(
                                "format",
                                "png",
                                "captureBeyondViewport",
                                true,
                                "clip",
                                Map.of(
                                        "x", 0, "y", 0, "scale", 1, "width", size.get(0), "height", size.get(1))));
                Files.write(
                        PICTURES.resolve(name + "-" + scheme + ".png"),
                        Base64.getDecoder().decode(picture.path("data").asString()));
                assertThat(violations()).as(name + ", " + scheme).isEmpty();
            }
            assertThat(call("POST", session + "/se/log", Map.of("type", "browser"))
                            .valueStream()
                            .filter(line -> line.path("level").asString().equals("SEVERE"))
                            .map(line -> line.path("message").asString())
                            .filter(message -> !message.contains("status of 401")))
                    .as(name)
                    .isEmpty();
        }

        /** Runs axe-core in the driver's own world, which the page's policy does not bind. */
        private List<String> violations() throws Exception {
            run(axe());
            return call(
                            "POST",
                            session + "/execute/async",
                            Map.of(
                                    "script",
                                    "const end = arguments[0]; axe.run().then(r => end(r.violations.map(v =>"
                                            + " v.id + ': ' + v.nodes.map(n => n.html).join(' '))));",
                                    "args",
                                    List.of()))
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        private static String axe() throws IOException {
            try (InputStream file = PageBrowserTest.class.getResourceAsStream("/axe.min.js")) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        private JsonNode devTools(String command, Map<String, ?> parameters) throws Exception {
            return call("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
        }
    }

    private static JsonNode call(String method, String path, Object body) throws IOException, InterruptedException {
        HttpResponse<String> answer = DRIVER.send(
                HttpRequest.newBuilder(at.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode value = JSON.readTree(answer.body()).path("value");
        assertThat(value.path("error").asString(""))
                .as("%s: %s", path, value.path("message").asString(""))
                .isEmpty();
        return value;
    }
}
