package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.property.LedgerInvariants.law;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The workflow's own loop over a {@link SimulatedGateway}, with a worker that dies now and then, until all is calm. A
 * dead worker forgets its batch, or the next one reconciles that batch, as old as it is by then. Each reconciliation is
 * repeated at once, which changes nothing.
 */
final class SimulatedWorker {

    private static final int MOST_TURNS = 40;
    private static final Duration A_SHOPPER_STAYS = Duration.ofMinutes(30);

    final Map<String, Request> waiting = new LinkedHashMap<>();
    final Map<String, PaymentResult> finals = new HashMap<>();
    List<Lookup> lookups = List.of();
    List<ReviewDecision> decisions = List.of();
    int reconciled;

    /** The rest of the last run: true when nothing was left to do. */
    boolean rests;

    private final Random random;
    private final Given given;
    private final SimulatedGateway bank;
    private final BiConsumer<List<Entry>, Map<String, PaymentResult>> watch;
    private Observation outcomes = Observation.NOTHING;
    private Observation reset = Observation.NOTHING;
    private Instant toldAt = Instant.EPOCH;
    private Optional<Batch> left = Optional.empty();
    private final Map<String, Instant> received = new HashMap<>();

    /** A batch that is reconciled together, with the time of its observation. */
    private record Batch(
            Observation seen,
            List<Lookup> lookups,
            List<TimedRequest> requests,
            List<ReviewDecision> decisions,
            Instant at) {}

    /** @param watch gets the lines that each reconciliation has added, and its results */
    SimulatedWorker(
            Random random,
            Given given,
            SimulatedGateway bank,
            BiConsumer<List<Entry>, Map<String, PaymentResult>> watch) {
        this.random = random;
        this.given = given;
        this.bank = bank;
        this.watch = watch;
    }

    void refreshAtEverything() {
        refreshAt(bank.all().stream()
                .map(payment -> new Lookup("stripe", ExternalIds.of(payment.id())))
                .toList());
    }

    /** Adds lookups to those that are due. */
    void refreshAt(List<Lookup> what) {
        lookups = Stream.concat(lookups.stream(), what.stream()).toList();
    }

    /** Resets the run to an operation that it had decided: it is carried out again, and its outcome is reported. */
    void resets(Operation operation, boolean alone) {
        reset = reset.and(Observation.of(bank.again(operation, alone).sentAt(given.now())));
    }

    void work() {
        rests = false;
        takeUp();
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            if (left.isEmpty() && dies(24)) {
                left = Optional.of(batch());
                return; // Dies after its lookups, before it reconciles.
            }
            Reconciliation reconciliation = reconcile(left.orElseGet(this::batch));
            if (dies(12)) {
                return; // Dies before it carries out what is due, or looks it up.
            }
            if (!reconciliation.due().isEmpty()) {
                refreshAt(reconciliation.next() instanceof Next.RefreshAfter refresh ? refresh.what() : List.of());
                for (Operation operation : reconciliation.due()) {
                    Outcome outcome = bank.carryOut(operation).sentAt(given.now());
                    if (dies(10)) {
                        left = Optional.of(batch());
                        return; // Dies with this outcome in hand; those before it are known.
                    }
                    outcomes = outcomes.and(Observation.of(outcome));
                    toldAt = given.now();
                }
                if (dies(16)) {
                    return; // Dies with the message, before its lookup.
                }
                continue;
            }
            boolean news = !lookups.isEmpty();
            boolean atOnce = switch (reconciliation.next()) {
                case Next.Rest() -> false;
                case Next.RefreshAfter(var after, var what) -> {
                    refreshAt(what);
                    yield after.isZero();
                }
                case Next.NeedsReview(var _, var meanwhile) -> {
                    refreshAt(meanwhile.what());
                    yield false;
                }
            };
            if (!atOnce && !news) {
                rests = reconciliation.next() instanceof Next.Rest;
                return;
            }
        }
        throw new AssertionError("it comes to an end");
    }

    private boolean dies(int onceIn) {
        return !bank.calm && random.nextInt(onceIn) == 0;
    }

    /** Reports whether an observation is not reconciled. */
    boolean interrupted() {
        return left.isPresent();
    }

    /**
     * Takes up a dead worker's batch: recent messages are requested again, and older ones are reconciled as they were.
     */
    private void takeUp() {
        outcomes = justNow(toldAt) ? Observation.NOTHING : outcomes;
        left.filter(batch -> justNow(batch.at())).ifPresent(batch -> {
            left = Optional.empty();
            refreshAt(batch.lookups());
            decisions = Stream.concat(batch.decisions().stream(), decisions.stream())
                    .toList();
        });
    }

    private boolean justNow(Instant time) {
        return Duration.between(time, given.now()).compareTo(Policy.FRESH) <= 0;
    }

    private Batch batch() {
        Batch batch = new Batch(
                bank.refresh(lookups).and(outcomes).and(reset),
                lookups,
                waiting.values().stream().map(this::timed).toList(),
                decisions,
                given.now());
        outcomes = Observation.NOTHING;
        lookups = List.of();
        decisions = List.of();
        return batch;
    }

    private Reconciliation reconcile(Batch batch) {
        left = Optional.empty();
        int lines = given.ledger().size();
        Reconciliation reconciliation = given.timed(batch.seen(), batch.at(), batch.requests(), batch.decisions());
        List<Entry> ledger = given.ledger();
        List<Entry> added = ledger.subList(lines, ledger.size());
        added.forEach(line -> inTime(line, batch));
        watch.accept(added, reconciliation.results());
        again(reconciliation, batch);
        reset = batch.seen().outcomes().containsAll(reset.outcomes()) ? Observation.NOTHING : reset;
        reconciled += 2;
        reconciliation.results().forEach(this::answered);
        return reconciliation;
    }

    /** Returns a request with the time at which the run took it in; it waits for hours where a worker is dead. */
    private TimedRequest timed(Request request) {
        return new TimedRequest(request, received.computeIfAbsent(request.key(), _ -> given.now()));
    }

    /** Verifies that no shopper is charged who may have left: the charge ends with the request's half hour. */
    private void inTime(Entry line, Batch batch) {
        if (line.fact() instanceof Fact.OperationCreated(Operation.Charge charge)) {
            Instant end = batch.requests().stream()
                    .filter(timed -> timed.request() instanceof Request.Pay)
                    .map(TimedRequest::receivedAt)
                    .max(Instant::compareTo)
                    .orElseThrow()
                    .plus(A_SHOPPER_STAYS);
            law(
                    given.now().isBefore(end) && !charge.header().notAfter().isAfter(end),
                    "no charge for a shopper who left: " + charge);
        }
    }

    /** Verifies that a retry whose first try committed returns the same. */
    private void again(Reconciliation reconciliation, Batch batch) {
        List<String> lines = given.lines();
        Reconciliation same = given.timed(batch.seen(), batch.at(), batch.requests(), batch.decisions());
        law(
                given.lines().equals(lines),
                () -> "reconciled again, nothing is added to " + lines + ", but " + given.lines());
        law(same.due().equals(reconciliation.due()), "reconciled again, the same is due");
        reconciliation
                .results()
                .forEach((key, result) -> law(
                        result.equals(same.results().getOrDefault(key, result))
                                || joins(result, same.results().get(key)),
                        () -> "reconciled again, answered the same " + key + result
                                + same.results().get(key)));
    }

    /** Reports whether a result that is not final joins an operation that another request of its batch opened. */
    private static boolean joins(PaymentResult result, PaymentResult later) {
        return !result.isFinal() && later.waits();
    }

    private void answered(String key, PaymentResult result) {
        if (!result.waits()) {
            waiting.remove(key);
            received.remove(key);
        }
        if (result.isFinal() && !key.startsWith("refresh")) {
            PaymentResult before = finals.putIfAbsent(key, result);
            law(
                    before == null || before.equals(result),
                    () -> "the same key, the same final answer: " + before + result);
        }
    }
}
