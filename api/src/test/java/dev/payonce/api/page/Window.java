package dev.payonce.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A window of a real Chromium, by chromedriver and the W3C's protocol, with cookies of its own. */
final class Window {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path PICTURES = Path.of("target/page-pictures");
    private static final HttpClient DRIVER = HttpClient.newHttpClient();
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private static Process driver;
    private static URI at;

    private final PageScene scene;
    private final String session;

    static void startDriver() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            at = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        driver = new ProcessBuilder("chromedriver", "--port=" + at.getPort())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
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

    static void stopDriver() {
        if (driver != null) {
            driver.descendants().forEach(ProcessHandle::destroy);
            driver.destroy();
        }
    }

    Window(PageScene scene, int width, int height) throws Exception {
        this.scene = scene;
        JsonNode capabilities = JSON.readTree("""
                {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"},
                  "goog:chromeOptions": {
                    "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                      "--hide-scrollbars", "--window-size=1280,900"],
                    "mobileEmulation": {"deviceMetrics":
                      {"width": %d, "height": %d, "pixelRatio": 1, "touch": false}}}}}}""".formatted(width, height));
        session = "/session/"
                + call("POST", "/session", capabilities).path("sessionId").asString();
    }

    void close() throws Exception {
        call("DELETE", session, null);
    }

    void forgetsCookies() throws Exception {
        call("DELETE", session + "/cookie", null);
    }

    void logIn(Role role) throws Exception {
        open("/operations/");
        type("#token", PageScene.token(role));
        click("main button");
        sees("h1", "need");
    }

    void dismiss(String why) throws Exception {
        click("#review-1 ~ details:nth-of-type(3) summary");
        type("#review-1 ~ details:nth-of-type(3) textarea", why);
        click("#review-1 ~ details:nth-of-type(3) button");
    }

    void open(String address) throws Exception {
        call("POST", session + "/url", Map.of("url", scene.at(address).toString()));
    }

    void click(String css) throws Exception {
        call("POST", session + "/element/" + element(css) + "/click", Map.of());
    }

    void type(String css, String text) throws Exception {
        call("POST", session + "/element/" + element(css) + "/value", Map.of("text", text));
    }

    String text(String css) throws Exception {
        return run("return document.querySelector(arguments[0])?.innerText ?? '';", css)
                .asString();
    }

    /** Waits at most 20 s for a text. */
    void sees(String css, String text) throws Exception {
        for (int tries = 0; tries < 100 && !text(css).contains(text); tries++) {
            Thread.sleep(200);
        }
        assertThat(text(css)).contains(text);
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
            devTools("Emulation.setEmulatedMedia", """
                    {"features": [{"name": "prefers-color-scheme", "value": "%s"}]}""".formatted(scheme));
            JsonNode size =
                    run("return [document.documentElement.clientWidth, document.documentElement.scrollHeight];");
            JsonNode picture = devTools("Page.captureScreenshot", """
                    {"format": "png", "captureBeyondViewport": true,
                     "clip": {"x": 0, "y": 0, "scale": 1, "width": %s, "height": %s}}""".formatted(size.get(0), size.get(1)));
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
        try (InputStream axe = Window.class.getResourceAsStream("/axe.min.js")) {
            run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        String script = "const end = arguments[0]; axe.run().then(r => end(r.violations.map(v =>"
                + " v.id + ': ' + v.nodes.map(n => n.html).join(' '))));";
        return call("POST", session + "/execute/async", Map.of("script", script, "args", List.of()))
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private JsonNode devTools(String command, String parameters) throws Exception {
        return call("POST", session + "/goog/cdp/execute", Map.of("cmd", command, "params", JSON.readTree(parameters)));
    }

    private static JsonNode call(String method, String path, Object body) throws IOException, InterruptedException {
        HttpResponse<String> answer = DRIVER.send(
                HttpRequest.newBuilder(at.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .method(method, BodyPublishers.ofString(body == null ? "" : JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode value = JSON.readTree(answer.body()).path("value");
        assertThat(value.path("error").asString(""))
                .as("%s: %s", path, value.path("message").asString(""))
                .isEmpty();
        return value;
    }
}
