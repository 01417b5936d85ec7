package dev.payonce.sandbox.explore;

import dev.payonce.sandbox.installation.StoreProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The login of an operator on the operators' page, as a browser does it. */
final class Login {

    private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([0-9a-f]{64})\"");

    private Login() {}

    /** Returns the session's cookie, {@code name=value}. */
    static String cookie(URI api, String token) throws IOException, InterruptedException {
        URI login = api.resolve("/operations/login");
        HttpClient http = StoreProgram.http();
        HttpResponse<String> page = http.send(request(login).build(), HttpResponse.BodyHandlers.ofString());
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IOException("The page's login has no form; it answered " + page.statusCode());
        }
        HttpResponse<Void> session = http.send(
                request(login)
                        .header("Cookie", cookie(page))
                        .header("Origin", api.toString())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "token=" + token + "&next=&why=&choice=&form=" + form.group(1)))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        return cookie(session);
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20));
    }

    private static String cookie(HttpResponse<?> response) throws IOException {
        String set = response.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("No cookie was set; the page answered " + response.statusCode()));
        return set.replaceFirst(";.*", "");
    }
}
