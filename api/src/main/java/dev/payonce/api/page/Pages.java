package dev.payonce.api.page;

import dev.payonce.api.access.PageRules;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The renderer of the page's templates. Each one gets the session's name and the key of its forms. */
final class Pages {

    /** The addresses to which a log-in may lead: the page's own, with a query of plain signs. */
    private static final Pattern NEXT =
            Pattern.compile("/operations/[A-Za-z0-9_/.-]{0,64}([?]([A-Za-z0-9_=&.+-]|%[0-9A-Fa-f]{2}){0,256})?");

    private final ITemplateEngine templates;
    private final Sessions sessions;
    private final InstantSource clock;
    private final String store;

    Pages(ITemplateEngine templates, Sessions sessions, InstantSource clock, String store) {
        this.templates = templates;
        this.sessions = sessions;
        this.clock = clock;
        this.store = store;
    }

    Page of(HttpStatus status, String template, HttpServletRequest request, Map<String, ?> model) {
        Session session = Session.in(request);
        Map<String, Object> all = new HashMap<>(model);
        all.put("caller", session.name());
        all.put("formKey", sessions.formKey(session));
        all.put("store", store);
        all.put("now", Ages.time(clock.instant()));
        return new Page(status, templates.process(template, new Context(Locale.ENGLISH, all)));
    }

    /** Asks for a token. A form that was sent after its session's end comes along, so that nothing typed is lost. */
    Page login(HttpStatus status, HttpServletRequest request, Login why) {
        FormFields sent = FormFields.of(request);
        boolean again = request.getRequestURI().equals(PageRules.LOGIN);
        return of(
                status,
                "login",
                request,
                Map.of(
                        "says",
                        why.says(),
                        "next",
                        again ? next(sent.get("next")) : next(request),
                        "draft",
                        Draft.of(sent)));
    }

    /** Returns the address to go to after the log-in: of a form, its order's page. */
    static String next(HttpServletRequest request) {
        String address = request.getRequestURI().replaceFirst("/(decisions|refresh|capture|cancel|refund)$", "");
        String query = request.getMethod().equals("GET") && request.getQueryString() != null
                ? "?" + request.getQueryString()
                : "";
        return next(address + query);
    }

    /** Returns the address if it is one of the page's, else the list. */
    static String next(String address) {
        String path = address.replaceFirst("[?].*$", "");
        return NEXT.matcher(address).matches() && PageRules.needed("GET", path).isPresent() ? address : PageRules.HOME;
    }

    /** Shows a problem of the HTTP API to a person. */
    Page problem(HttpStatus status, byte[] json, HttpServletRequest request) {
        JsonNode problem = JsonMapper.shared().readTree(json);
        return of(
                status,
                "problem",
                request,
                Map.of(
                        "heading", problem.path("title").asString(""),
                        "says", problem.path("detail").asString(""),
                        "code", problem.path("code").asString(""),
                        "draft", Draft.of(FormFields.of(request))));
    }
}
