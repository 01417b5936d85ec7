package dev.payonce.servers.stripe.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.Stripe;
import dev.payonce.servers.stripe.account.Agenda.Due;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.Ids;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Intents;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.Move;
import dev.payonce.servers.stripe.state.Move.Emit;
import dev.payonce.servers.stripe.state.Refund;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.Reversals;
import dev.payonce.servers.stripe.state.Stamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A merchant's account: its payments, and the only place where one changes. A step, its journal entry and its events
 * happen under one lock, so no reader sees money that the journal does not know.
 */
public final class Account {

    /** The cause of a step: an API request, or another party, such as the shopper or Stripe itself. */
    public record Cause(Optional<String> request, Optional<String> idempotencyKey) {
        public static final Cause OUTSIDE = new Cause(Optional.empty(), Optional.empty());
    }

    private final String id;
    private final InstantSource clock;
    private final Ids ids;
    private final Ids requestIds;
    private final Render render;
    private final Journal journal = new Journal();
    private final Events events = new Events();
    private final Bank bank = new Bank();
    private final Agenda agenda = new Agenda();
    private final Cash cash = new Cash();
    private final Wallet wallet;
    private final Map<String, Intent> intents = new LinkedHashMap<>();

    public Account(InstantSource clock, long seed, boolean livemode) {
        this.clock = clock;
        this.ids = new Ids(seed);
        // Of their own: the number of requests does not change the next payment's name.
        this.requestIds = new Ids(~seed);
        // Of their own, too: a saved method does not change the next payment's name.
        this.wallet = new Wallet(new Ids(seed + 1));
        this.render = new Render(livemode);
        this.id = ids.next("acct_1").substring(0, "acct_1".length() + 15);
    }

    public synchronized Intent open(Cause cause, Function<Stamp, Move> step) {
        return apply(Optional.empty(), step.apply(stamp()), cause);
    }

    public synchronized Intent move(String intent, Cause cause, BiFunction<Intent, Stamp, Move> step) {
        Intent before = find(intent);
        return apply(Optional.of(before), step.apply(before, stamp()), cause);
    }

    /** Makes a refund, and plans its course. */
    public synchronized Intent refund(String intent, Cause cause, Reversals.RefundRequest request) {
        Intent before = find(intent);
        Reversals.amount(before, request); // refuses before the bank is asked, so that no plan is used up
        Course course = bank.course(before);
        Intent after = apply(Optional.of(before), Reversals.refund(before, stamp(), request, course), cause);
        agenda.add(intent, after.latest().orElseThrow().refunds().getLast(), course);
        return after;
    }

    /** Lets everything happen that is due by the clock. */
    public synchronized void catchUp() {
        for (Optional<Due> due = agenda.next(clock.instant()); due.isPresent(); due = agenda.next(clock.instant())) {
            try {
                move(due.get().intent(), Cause.OUTSIDE, due.get().step());
            } catch (Refusal overtaken) {
                // Another step was faster, as the course says it may be.
            }
        }
    }

    public synchronized Intent find(String intent) {
        return Optional.ofNullable(intents.get(intent))
                .orElseThrow(() -> Refusal.missing("intent", "payment_intent", intent));
    }

    /** Returns the payment that a charge or one of its parts belongs to. */
    public synchronized Optional<Intent> of(String part) {
        return intents.values().stream()
                .filter(intent -> intent.charges().stream().anyMatch(charge -> charge.called(part)))
                .findFirst();
    }

    /** Returns all payments, newest first, as Stripe lists them. */
    public synchronized List<Intent> all() {
        return List.copyOf(intents.values()).reversed();
    }

    /** Makes a second event of one occurrence, as Stripe may: only their ids differ. */
    public synchronized Event twin(Event event) {
        String name = ids.next("evt_3");
        String json = Json.text(Json.parse(event.json()).put("id", name));
        Event twin = new Event(name, event.type(), event.created(), event.object(), event.intent(), json);
        events.append(twin);
        return twin;
    }

    private Intent apply(Optional<Intent> before, Move move, Cause cause) {
        Intent after = move.intent();
        Instant now = clock.instant();
        intents.put(after.id(), after);
        wallet.keep(after);
        if (!before.flatMap(Intent::actionEnds).equals(after.actionEnds())) {
            after.actionEnds().ifPresent(end -> agenda.add(new Due(end, after.id(), Intents::lapse)));
        }
        for (Move.Truth truth : move.truth()) {
            journal.append(new Journal.Entry(
                    now,
                    after.id(),
                    after.latest().map(Charge::id),
                    truth.kind(),
                    truth.amount(),
                    after.asked().currency(),
                    after.asked().metadata(),
                    cause.idempotencyKey(),
                    move.part().map(part -> new Journal.Part(part, own(after, part)))));
        }
        for (Emit emit : move.emits()) {
            events.append(event(before, after, emit, move.part(), cause));
        }
        return move.then().map(next -> apply(Optional.of(after), next, cause)).orElse(after);
    }

    private static Map<String, String> own(Intent intent, String part) {
        return intent.latest()
                .flatMap(charge -> charge.refund(part))
                .map(Refund::metadata)
                .orElse(Map.of());
    }

    private Event event(Optional<Intent> before, Intent after, Emit emit, Optional<String> part, Cause cause) {
        Instant now = clock.instant();
        ObjectNode subject = subject(after, emit, part).orElseThrow();
        ObjectNode json = Json.object();
        String name = ids.next("evt_3");
        json.put("id", name);
        json.put("object", "event");
        json.put("api_version", Stripe.API_VERSION);
        json.put("created", now.getEpochSecond());
        ObjectNode data = json.putObject("data");
        data.set("object", subject);
        if (emit.type().endsWith(".updated") || emit.type().equals("charge.refunded")) {
            before.flatMap(it -> subject(it, emit, part))
                    .ifPresent(old -> data.set("previous_attributes", changed(old, subject)));
        }
        json.put("livemode", render.livemode());
        json.put("pending_webhooks", 1);
        ObjectNode request = json.putObject("request");
        request.put("id", cause.request().orElse(null));
        request.put("idempotency_key", cause.idempotencyKey().orElse(null));
        json.put("type", emit.type());
        String object = subject.get("id").asText();
        return new Event(
                name, emit.type(), Instant.ofEpochSecond(now.getEpochSecond()), object, after.id(), Json.text(json));
    }

    private Optional<ObjectNode> subject(Intent intent, Emit emit, Optional<String> part) {
        return switch (emit.subject()) {
            case INTENT -> Optional.of(render.intent(intent, Expand.NOTHING));
            case CHARGE -> intent.latest().map(charge -> render.charge(intent, charge, false));
            case REFUND ->
                intent.latest()
                        .flatMap(charge ->
                                charge.refund(part.orElseThrow()).map(refund -> render.refund(intent, charge, refund)));
            case DISPUTE ->
                intent.latest()
                        .flatMap(charge -> charge.dispute(part.orElseThrow())
                                .map(dispute -> render.dispute(intent, charge, dispute)));
            case FRAUD_REVIEW ->
                intent.latest()
                        .flatMap(charge ->
                                charge.review().map(review -> render.radar().review(intent, charge, review)));
            case FRAUD_WARNING ->
                intent.latest()
                        .map(charge -> render.radar()
                                .warning(intent, charge, charge.warnings().getLast()));
        };
    }

    /** Returns the former values of the fields that differ, which is all that Stripe shows of the past. */
    private static ObjectNode changed(ObjectNode old, ObjectNode now) {
        ObjectNode previous = Json.object();
        old.properties().forEach(field -> {
            if (!field.getValue().equals(now.get(field.getKey()))) {
                previous.set(field.getKey(), field.getValue());
            }
        });
        return previous;
    }

    private Stamp stamp() {
        return new Stamp(ids, clock.instant());
    }

    public String id() {
        return id;
    }

    /** Returns the customers, and the methods that they keep. */
    public Wallet wallet() {
        return wallet;
    }

    /** Returns the balances that customers filled by bank transfers. */
    public Cash cash() {
        return cash;
    }

    public Instant now() {
        return clock.instant();
    }

    public String newRequestId() {
        return requestIds.next("req_");
    }

    public Render render() {
        return render;
    }

    public WalletRender walletRender() {
        return new WalletRender(render.livemode());
    }

    public Journal journal() {
        return journal;
    }

    public Bank bank() {
        return bank;
    }

    public Events events() {
        return events;
    }
}
