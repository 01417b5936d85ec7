package dev.payonce.api.page;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.access.Refusals;
import dev.payonce.api.access.Token;
import dev.payonce.api.access.Tokens;
import dev.payonce.api.http.OrderNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The controller of log-in and log-out, and of the two files that all pages share. */
@RestController
final class LoginController {

    private static final Logger LOG = LoggerFactory.getLogger(LoginController.class);
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");
    private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");

    private static final String ORDER = "/operations/orders/";

    private final Tokens tokens;
    private final Sessions sessions;
    private final Pages pages;
    private final Refusals refusals;
    private final OrderPageController orders;
    private final byte[] style;
    private final byte[] icon;

    LoginController(Tokens tokens, Sessions sessions, Pages pages, Refusals refusals, OrderPageController orders)
            throws IOException {
        this.tokens = tokens;
        this.sessions = sessions;
        this.pages = pages;
        this.refusals = refusals;
        this.orders = orders;
        this.style = resource("style.css");
        this.icon = resource("icon.svg");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = LoginController.class.getResourceAsStream("/templates/" + name)) {
            if (file == null) {
                throw new IOException(name + " is not in the jar");
            }
            return file.readAllBytes();
        }
    }

    @GetMapping("/operations/style.css")
    ResponseEntity<byte[]> style() {
        return file(CSS, style);
    }

    @GetMapping("/operations/icon.svg")
    ResponseEntity<byte[]> icon() {
        return file(SVG, icon);
    }

    private static ResponseEntity<byte[]> file(MediaType type, byte[] bytes) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CACHE_CONTROL, "max-age=300")
                .body(bytes);
    }

    @GetMapping(PageRules.LOGIN)
    ResponseEntity<byte[]> form(HttpServletRequest request) {
        return pages.login(HttpStatus.OK, request, Login.NONE).entity();
    }

    @PostMapping(PageRules.LOGIN)
    ResponseEntity<byte[]> login(HttpServletRequest request) {
        FormFields form = FormFields.of(request);
        Optional<Token> token = tokens.of(form.get("token").strip());
        if (token.isEmpty()) {
            refusals.record("token", request.getRemoteAddr());
            return pages.login(HttpStatus.UNAUTHORIZED, request, Login.UNKNOWN).entity();
        }
        if (!token.get().may(PageRules.session())) {
            refusals.record("scope", token.get().name());
            return pages.login(HttpStatus.FORBIDDEN, request, Login.LACKING).entity();
        }
        Session session = sessions.of(token.get());
        LOG.atInfo().addKeyValue("caller", session.name()).log("An operator logged in to the page");
        String next = Pages.next(form.get("next"));
        Draft draft = Draft.of(form);
        return draft.equals(Draft.NONE) || !next.startsWith(ORDER) || !mayRead(token.get(), next)
                ? at(next, sessions.cookie(session, request))
                : withDraft(request, session, next, draft);
    }

    /** Reports whether the token may read the address, as the filter would ask if it saw the address itself. */
    private static boolean mayRead(Token token, String address) {
        return PageRules.needed("GET", address.replaceFirst("[?].*$", ""))
                .filter(token::may)
                .isPresent();
    }

    /** Shows the order's page with what was typed before the session ended; the operator sends it again. */
    private ResponseEntity<byte[]> withDraft(HttpServletRequest request, Session session, String next, Draft draft) {
        session.of(request);
        ResponseEntity<byte[]> page = OrderNumber.of(next.substring(ORDER.length()))
                .map(order -> orders.page(HttpStatus.OK, request, order, Optional.of(Notice.NOT_SENT), draft))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create(PageRules.HOME))
                        .build());
        return ResponseEntity.status(page.getStatusCode())
                .headers(page.getHeaders())
                .header(HttpHeaders.SET_COOKIE, sessions.cookie(session, request))
                .body(page.getBody());
    }

    @PostMapping(PageRules.LOGOUT)
    ResponseEntity<byte[]> logout(HttpServletRequest request) {
        return at(PageRules.LOGIN, sessions.end(request));
    }

    private static ResponseEntity<byte[]> at(String address, String cookie) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .header(HttpHeaders.SET_COOKIE, cookie)
                .build();
    }
}
