package dev.payonce.health;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A probe that asks one system whether it is there. A caller waits at most {@link #WITHIN}; an answer serves every
 * caller for {@link #FRESH}; and while a question hangs no second one is sent, so that health checks never pile up.
 */
public final class Probe {

    public static final Duration WITHIN = Duration.ofMillis(1_500);
    public static final Duration FRESH = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    /** A check that returns when the system is there, throws when it is not, and ends by itself at some time. */
    public interface Question {
        void ask() throws Exception;
    }

    /** @param why a code, when it is not there; never a text of the other side's, which may carry names and addresses */
    public record Answer(boolean up, String why) {}

    private final String system;
    private final Question question;
    private final InstantSource clock;
    private @Nullable FutureTask<Boolean> asking;
    private Answer last = new Answer(true, "");
    private Instant until = Instant.MIN;

    public Probe(String system, Question question, InstantSource clock) {
        this.system = system;
        this.question = question;
        this.clock = clock;
    }

    public synchronized Answer answer() {
        if (!clock.instant().isBefore(until)) {
            Answer now = ask();
            tell(now);
            last = now;
            until = clock.instant().plus(FRESH);
        }
        return last;
    }

    private Answer ask() {
        FutureTask<Boolean> task = asking;
        if (task == null || task.isDone()) {
            task = new FutureTask<>(() -> {
                question.ask();
                return true;
            });
            asking = task;
            Thread.ofPlatform().daemon().name("probe-" + system).start(task);
        }
        try {
            task.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(true, "");
        } catch (TimeoutException hangs) {
            return new Answer(false, "no answer");
        } catch (ExecutionException failed) {
            return new Answer(false, code(failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted");
        }
    }

    /** Logs each change once: a system that is away for an hour is one line, not one per check. */
    private void tell(Answer now) {
        if (last.up() && !now.up()) {
            LOG.warn(
                    "{} does not answer ({}), as the health check shows. Start it, or correct its address",
                    system,
                    now.why());
        } else if (!last.up() && now.up()) {
            LOG.info("{} answers again", system);
        }
    }

    private static String code(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "unknown";
            case StatusRuntimeException grpc -> grpc.getStatus().getCode().name();
            case Throwable other -> other.getClass().getSimpleName();
        };
    }
}
