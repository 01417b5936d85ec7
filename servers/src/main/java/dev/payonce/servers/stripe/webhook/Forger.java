package dev.payonce.servers.stripe.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A maker of bad webhooks out of good events, each wrong in exactly one way. */
public final class Forger {

    /** Well beyond the five minutes that Stripe's SDKs tolerate. */
    public static final Duration STALE = Duration.ofHours(1);

    public static final int HUGE_BYTES = 10 * 1024 * 1024;
    public static final int DEEP_LEVELS = 5_000;

    private final List<String> secrets;
    private final InstantSource clock;

    Forger(List<String> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Makes all of them, for one event. */
    public List<Forgery> all(Event event) {
        return Stream.of(unauthentic(event), foreign(event), unreadable(event))
                .flatMap(List::stream)
                .toList();
    }

    /** Makes those whose signature must not be believed. */
    public List<Forgery> unauthentic(Event event) {
        return List.of(
                unsigned(event),
                garbledSignature(event),
                wrongSecret(event),
                stale(event),
                farFuture(event),
                tampered(event));
    }

    /** Makes those that are signed well, but are not this account's business. */
    public List<Forgery> foreign(Event event) {
        return List.of(otherMode(event), otherAccount(event, "acct_1AnotherAccount001"));
    }

    /** Makes those that are signed well, but must not be read. */
    public List<Forgery> unreadable(Event event) {
        return List.of(huge(event), deep(), malformed(), nextGeneration(event));
    }

    public Forgery unsigned(Event event) {
        return new Forgery("unsigned", event.json(), Optional.empty());
    }

    /** Garbles the signature; Stripe's Java SDK answers this one with a NumberFormatException. */
    public Forgery garbledSignature(Event event) {
        return new Forgery("garbled signature", event.json(), Optional.of("t=yesterday,v1=zz"));
    }

    /** Signs well by a secret that is not ours, as another account's endpoint would. */
    public Forgery wrongSecret(Event event) {
        String header = Signature.header(List.of("whsec_somebody_elses"), clock.instant(), event.json());
        return new Forgery("wrong secret", event.json(), Optional.of(header));
    }

    public Forgery stale(Event event) {
        return signedAt("stale", event, clock.instant().minus(STALE));
    }

    /** Signs for a time in the future. Stripe's own SDKs accept this one. */
    public Forgery farFuture(Event event) {
        return signedAt("far future", event, clock.instant().plus(STALE));
    }

    /** Signs rightly, but for the body as it was before. */
    public Forgery tampered(Event event) {
        String body = event.json()
                .replace("\"amount\": ", "\"amount\": 1")
                .replace("\"amount_received\" : ", "\"amount_received\" : 1");
        String header = Signature.header(secrets, clock.instant(), event.json());
        return new Forgery("tampered body", body, Optional.of(header));
    }

    /** Signs well a test event for a live account, or the other way round. */
    public Forgery otherMode(Event event) {
        ObjectNode json = Json.parse(event.json());
        boolean flipped = !json.get("livemode").asBoolean();
        json.put("livemode", flipped);
        ((ObjectNode) json.get("data").get("object")).put("livemode", flipped);
        return signed("other mode", Json.text(json));
    }

    /** Signs well an event about a connected account's payment. */
    public Forgery otherAccount(Event event, String account) {
        return signed("other account", Json.text(Json.parse(event.json()).put("account", account)));
    }

    public Forgery huge(Event event) {
        ObjectNode json = Json.parse(event.json());
        return signed("huge body", Json.text(json.put("padding", "x".repeat(HUGE_BYTES))));
    }

    public Forgery deep() {
        return signed(
                "deep JSON",
                "{\"id\":\"evt_deep\",\"data\":" + "[".repeat(DEEP_LEVELS) + "]".repeat(DEEP_LEVELS) + "}");
    }

    public Forgery malformed() {
        return signed("malformed JSON", "{\"id\":\"evt_malformed\",\"type\":");
    }

    /** Signs well an event of a generation that does not exist yet. */
    public Forgery nextGeneration(Event event) {
        return signed("next generation", Json.text(ThinEvent.of(event).put("object", "v9.core.event")));
    }

    /** Signs well the event's thin twin, as Stripe sends it to an event destination. It is no forgery. */
    public Forgery thin(Event event) {
        return signed("thin event", Json.text(ThinEvent.of(event)));
    }

    /** Signs well a thin twin that does not name its snapshot: with a merchant's destination of thin events alone. */
    public Forgery thinAlone(Event event) {
        ObjectNode json = ThinEvent.of(event);
        json.remove("snapshot_event");
        return signed("thin event alone", Json.text(json));
    }

    /** Makes an event of an unknown type. It is no forgery, is signed well, and Stripe wants a 2xx for it. */
    public Forgery unknownType(Event event) {
        return signed("unknown type", Json.text(Json.parse(event.json()).put("type", "quantum.entangled")));
    }

    /** Signs any text rightly. */
    public Forgery signed(String name, String body) {
        return new Forgery(name, body, Optional.of(Signature.header(secrets, clock.instant(), body)));
    }

    private Forgery signedAt(String name, Event event, Instant at) {
        return new Forgery(name, event.json(), Optional.of(Signature.header(secrets, at, event.json())));
    }
}
