package dev.payonce.api.page;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import dev.payonce.api.access.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser's visit: its cookie, and the key of its forms. */
final class Visit {

    private static final Pattern KEY = Pattern.compile("name=\"form\" value=\"([0-9a-f]{64})\"");

    private final PageScene scene;
    private String cookie = "";
    private String key = "";

    /** Begins a visit without a session. */
    Visit(PageScene scene) throws Exception {
        this(scene, scene.send(HttpRequest.newBuilder(scene.at("/operations/login"))));
    }

    Visit(PageScene scene, HttpResponse<String> page) {
        this.scene = scene;
        take(page);
    }

    /** Logs in with the token of this scope. */
    Visit(PageScene scene, Scope scope) throws Exception {
        this(scene, PageScene.token(scope));
    }

    /** Logs in with the token of this role. */
    Visit(PageScene scene, Role role) throws Exception {
        this(scene, PageScene.token(role));
    }

    private Visit(PageScene scene, String token) throws Exception {
        this(scene);
        take(logIn(token, ""));
        take(get("/operations/"));
    }

    String cookie() {
        return cookie;
    }

    void cookie(String other) {
        cookie = other;
    }

    String key() {
        return key;
    }

    private void take(HttpResponse<String> page) {
        page.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        Matcher found = KEY.matcher(page.body());
        if (found.find()) {
            key = found.group(1);
        }
    }

    HttpResponse<String> logIn(String token, String page) throws Exception {
        String next = page.contains("value=\"/operations/orders/7\"") ? "/operations/orders/7" : "";
        String why = page.contains("typed with care") ? "typed+with+care" : "";
        return send(
                "POST",
                "/operations/login",
                "token=" + token + "&next=" + next + "&why=" + why + "&choice=choice-1-dismiss-&form=" + key);
    }

    HttpResponse<String> decides(String why) throws Exception {
        return send("POST", "/operations/orders/7/decisions", PageScene.decision(why) + key);
    }

    HttpResponse<String> get(String address) throws Exception {
        return send("GET", address, "");
    }

    HttpResponse<String> post(String address, String fields) throws Exception {
        return send("POST", address, fields + "&form=" + key);
    }

    HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(scene.at(address)).header("Cookie", cookie);
    }

    HttpResponse<String> send(String method, String address, String body) throws Exception {
        return scene.send(request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(
                        method,
                        method.matches("GET|HEAD|OPTIONS") ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}
