package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Remembered;
import dev.payonce.payment.Replays;
import dev.payonce.payment.Request;
import dev.payonce.payment.Results.Finished;
import dev.payonce.redis.FinishedRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Behind the API: a cache, a ledger, a workflow and a gateway in memory, each of which may be away. */
final class Counter implements FinishedRequests, Replays, Ask, Actions {

    static final OrderId ORDER = new OrderId("", 7);

    final Map<String, Finished> cache = new HashMap<>();
    final Map<String, Remembered> ledger = new HashMap<>();
    final List<Request> asked = new ArrayList<>();
    final List<String> gateways = new ArrayList<>();
    int cacheReads;
    int ledgerReads;
    boolean cacheIsAway;
    boolean ledgerIsAway;
    boolean gatewayIsAway;
    Optional<CyclicBarrier> together = Optional.empty();
    UnaryOperator<Reply> workflow = reply -> reply;
    Answer answer = Answer.of(Answer.State.PENDING, "no_payment");

    synchronized void forget() {
        cache.clear();
        ledger.clear();
        asked.clear();
        gateways.clear();
        cacheReads = 0;
        ledgerReads = 0;
        cacheIsAway = false;
        ledgerIsAway = false;
        gatewayIsAway = false;
        together = Optional.empty();
        workflow = reply -> reply;
        answer = Answer.of(Answer.State.PENDING, "no_payment");
    }

    @Override
    public synchronized Optional<Finished> finished(String key) {
        cacheReads++;
        return cacheIsAway ? Optional.empty() : Optional.ofNullable(cache.get(key));
    }

    @Override
    public synchronized void remember(Finished finished) {
        if (!cacheIsAway) {
            cache.put(finished.key(), finished);
        }
    }

    @Override
    public synchronized Optional<Remembered> of(String key) {
        ledgerReads++;
        if (ledgerIsAway) {
            throw new IllegalStateException("secret detail");
        }
        return Optional.ofNullable(ledger.get(key));
    }

    /** Answers as scripted; where two have to meet, each waits for the other first. */
    @Override
    public Reply ask(OrderId order, Request request, String gateway, Duration within) {
        together.ifPresent(Counter::meet);
        synchronized (this) {
            asked.add(request);
            gateways.add(gateway);
            return workflow.apply(new Reply.Answered(request.fingerprint(order), answer));
        }
    }

    @Override
    public Optional<Action> of(String gateway, String payment) {
        if (gatewayIsAway) {
            throw new IllegalStateException("secret detail");
        }
        return Optional.of(new Action(Optional.of("https://hooks.example/" + payment), Optional.of("secret_1")));
    }

    /** As the worker leaves it behind. */
    synchronized void settled(Request request, Answer answer) {
        String fingerprint = request.fingerprint(ORDER);
        ledger.put(
                request.key(),
                new Remembered(request.key(), ORDER.number(), fingerprint, answer.operation(), Optional.of(answer)));
        if (answer.isFinal() && !cacheIsAway) {
            cache.put(request.key(), new Finished(request.key(), fingerprint, answer));
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException(alone);
        }
    }
}
