package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.failure.Failures;
import dev.payonce.gateway.GatewayModule;
import dev.payonce.gateway.NextActions;
import dev.payonce.gateway.Webhook;
import dev.payonce.order.OrderKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The tests that the worker pins the account of each gateway's key, and works while a gateway is away. */
@Timeout(20)
class F16_GatewayAccountsTest {

    private final Map<String, String> pinned = new ConcurrentHashMap<>();
    private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private final BlockingQueue<Duration> waited = new LinkedBlockingQueue<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Deque<Supplier<List<String>>> unreadable = new ArrayDeque<>();

    private static RuntimeException away() {
        return Failures.transientOne("stripe-unreachable", "Stripe did not answer", Optional.empty(), null);
    }

    private static RuntimeException forbidden() {
        return Failures.nonRetryable("stripe-403", "The key may not read its account", null);
    }

    private GatewayAccounts accounts(String id) {
        return new GatewayAccounts(
                List.of(new Module(id)), this::pin, refused::add, (_, longest) -> !waited.add(longest));
    }

    private void pin(String account, String id) {
        String before = pinned.putIfAbsent(account, id);
        if (before != null && !before.equals(id)) {
            throw Failures.nonRetryable("stripe-account-differs", "It was " + before + " and is now " + id, null);
        }
    }

    @Test
    void F16_TheAccountOfTheKeyIsPinnedToTheStore() {
        accounts("acct_1").pin();
        accounts("acct_1").pin();

        assertThat(pinned).containsExactly(Map.entry("stripe", "acct_1"));
        assertThat(waited).isEmpty();
    }

    /** The worker works without that right, so it only warns; a gateway that does not answer says nothing. */
    @Test
    void F16_TheKeyThatMayNotReadReviewsStartsWithAWarning() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(GatewayAccounts.class);
        log.start();
        logger.addAppender(log);
        unreadable.add(() -> List.of("reviews"));
        unreadable.add(() -> {
            throw away();
        });

        accounts("acct_1").pin();
        accounts("acct_1").pin();

        logger.detachAppender(log);
        assertThat(log.list)
                .satisfiesExactly(
                        first -> assertThat(first.getFormattedMessage()).contains("may not read reviews"),
                        second -> assertThat(second.getFormattedMessage()).contains("are not checked"));
        assertThat(pinned).containsExactly(Map.entry("stripe", "acct_1"));
    }

    @Test
    void F16_TheKeyOfAnotherAccountDoesNotStart() {
        accounts("acct_1").pin();

        assertThatThrownBy(() -> accounts("acct_2").pin()).hasMessageContainingAll("acct_1", "acct_2");
    }

    /** It is away, then the key may not read its account; both are no reason to leave callbacks unread. */
    @Test
    void F16_AGatewayThatIsAwayIsPinnedInTheBackground() throws Exception {
        failures.addAll(List.of(away(), forbidden(), away()));

        accounts("acct_1").pin();

        assertThat(waits(3)).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4));
        while (pinned.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void F16_AnotherAccountThatIsNoticedLateEndsTheWork() throws Exception {
        pinned.put("stripe", "acct_1");
        failures.add(away());

        accounts("acct_2").pin();

        assertThat(refused.poll(10, TimeUnit.SECONDS)).contains("acct_2");
    }

    @Test
    void F16_TheTriesEnd() throws Exception {
        failures.addAll(Collections.nCopies(100, forbidden()));

        accounts("acct_1").pin();

        assertThat(waits(GatewayAccounts.TRIES)).last().isEqualTo(GatewayAccounts.LONGEST_PAUSE);
        assertThat(waited.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(pinned).isEmpty();
    }

    private List<Duration> waits(int times) throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            waits.add(waited.poll(10, TimeUnit.SECONDS));
        }
        return waits;
    }

    /** A gateway account that answers with an id, or fails. */
    private final class Module implements GatewayModule {

        private final String id;

        private Module(String id) {
            this.id = id;
        }

        @Override
        public String account() {
            return "stripe";
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public String identity() {
            return id;
        }

        @Override
        public String accountId() {
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            return id;
        }

        @Override
        public List<String> unreadable() {
            return unreadable.isEmpty() ? List.of() : unreadable.remove().get();
        }

        @Override
        public Activities activities(OrderKeys keys, Clock clock, int perSecond) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Webhook webhook() {
            throw new UnsupportedOperationException();
        }

        @Override
        public NextActions nextActions() {
            throw new UnsupportedOperationException();
        }
    }
}
