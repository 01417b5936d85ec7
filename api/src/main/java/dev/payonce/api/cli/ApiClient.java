package dev.payonce.api.cli;

import dev.payonce.settings.PrivateHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client of the HTTP API. Each call ends within 30 s. */
final class ApiClient {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final Map<String, String> environment;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ApiClient(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** An answer, with its status. */
    record Answer(int status, JsonNode body, HttpHeaders headers) {

        /** Returns the body, or ends the command with the API's own sentence. */
        JsonNode orFail() throws Failed {
            if (status < 300) {
                return body;
            }
            String says = body.path("detail").asString("The API answered " + status + ".");
            throw new Failed(status >= 500 ? CommandLineTool.AWAY : CommandLineTool.REFUSED, says);
        }
    }

    /** A call that failed; the message is for the operator. */
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1;

        private final int code;

        Failed(int code, String message) {
            super(message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    Answer get(String address) throws Failed {
        return call("GET", address, "", "");
    }

    Answer post(String address, Object body) throws Failed {
        return post(address, body, "");
    }

    /** @param key the idempotency key; empty for none */
    Answer post(String address, Object body, String key) throws Failed {
        return call("POST", address, JSON.writeValueAsString(body), key);
    }

    private Answer call(String method, String address, String body, String key) throws Failed {
        try {
            URI uri = URI.create(url() + address);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            if (isReadable(uri)) {
                throw new Failed(
                        CommandLineTool.WRONG,
                        "PAYONCE_URL is http to a public host, so others could read the token. Use https, or a tunnel"
                                + " to this machine.");
            }
            request.timeout(WITHIN)
                    .header("Authorization", "Bearer " + token())
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (!body.isEmpty()) {
                request.header("Content-Type", "application/json");
            }
            if (!key.isEmpty()) {
                request.header("Idempotency-Key", key);
            }
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            HttpHeaders headers = new HttpHeaders();
            answer.headers().map().forEach(headers::addAll);
            return new Answer(answer.statusCode(), json(answer.body()), headers);
        } catch (IOException away) {
            throw new Failed(
                    CommandLineTool.AWAY,
                    "The API at " + url() + " does not answer ("
                            + away.getClass().getSimpleName() + "). Check that it runs, and PAYONCE_URL.");
        } catch (IllegalArgumentException malformed) {
            throw new Failed(CommandLineTool.WRONG, "PAYONCE_URL is no address such as http://127.0.0.1:8080.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failed(CommandLineTool.REFUSED, "Stopped.");
        }
    }

    /** Reports whether the token would leave the private network without encryption. */
    private static boolean isReadable(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                && !PrivateHost.is(uri.getHost().replaceAll("[\\[\\]]", ""));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException other) {
            return JSON.createObjectNode();
        }
    }

    String url() {
        return environment
                .getOrDefault("PAYONCE_URL", "http://127.0.0.1:" + environment.getOrDefault("SERVER_PORT", "8080"))
                .replaceFirst("/+$", "");
    }

    private String token() throws Failed {
        String token = environment.getOrDefault("PAYONCE_TOKEN", "");
        String file = environment.getOrDefault("PAYONCE_TOKEN_FILE", "");
        try {
            String found = token.isEmpty() && !file.isEmpty() ? Files.readString(Path.of(file)) : token;
            if (!found.strip().matches("[A-Za-z0-9._~+/=-]{1,512}")) {
                throw new Failed(
                        CommandLineTool.WRONG, "PAYONCE_TOKEN or the file of PAYONCE_TOKEN_FILE has no token.");
            }
            return found.strip();
        } catch (IOException unreadable) {
            throw new Failed(CommandLineTool.WRONG, "The file of PAYONCE_TOKEN_FILE cannot be read.");
        }
    }
}
