package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Statements;
import dev.payonce.sandbox.installation.StoreProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The budget of a repeated request, counted at each system that serves it. */
class ReplayBudgetIT {

    /** A pooled connection that is renewed meanwhile adds its own statements: the smallest of these is the work's. */
    private static final int TRIES = 4;

    private final Shop shop;

    ReplayBudgetIT(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().wires().temporal().pass();
    }

    @Test
    void aReplayCostsOneReadOfRedisAndNothingElse() {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("again");
        checkout.underTest().rests();

        Spent spent = leastOf(() -> spentOnAReplay(checkout));

        assertThat(spent.cache()).isEqualTo(new CacheCalls(1, 0));
        assertThat(spent.statements()).isZero();
    }

    @Test
    void withRedisEmptyAReplayCostsOneReadOfTheLedgerAndFillsRedisAgain() {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("again");
        checkout.underTest().rests();

        Spent spent = leastOf(() -> {
            shop.all().redis().flush();
            return spentOnAReplay(checkout);
        });

        assertThat(spent.cache()).isEqualTo(new CacheCalls(1, 1));
        assertThat(spent.statements()).isEqualTo(1);
    }

    private record Spent(CacheCalls cache, long statements) {}

    private static Spent leastOf(Supplier<Spent> replay) {
        List<Spent> some = new ArrayList<>();
        for (int each = 0; each < TRIES; each++) {
            some.add(replay.get());
        }
        return some.stream().min(Comparator.comparingLong(Spent::statements)).orElseThrow();
    }

    /** Counts a replay while Temporal is cut off, so that a caller that needs Temporal fails. */
    private Spent spentOnAReplay(StoreClient checkout) {
        Statements statements = Statements.soFar(shop.all());
        CacheCalls cache = CacheCalls.soFar(shop);
        shop.all().wires().temporal().blackhole();
        StoreProgram.Answer result = checkout.pay("again");
        shop.all().wires().temporal().pass();

        assertThat(StoreClient.status(result)).isEqualTo("paid");
        assertThat(result.replayed()).isTrue();
        return new Spent(
                CacheCalls.soFar(shop).minus(cache),
                Statements.soFar(shop.all()).minus(statements).all());
    }

    /** The number of Redis reads and writes so far, by Redis' own counters; this reading is left out. */
    private record CacheCalls(long reads, long writes) {

        static CacheCalls soFar(Shop shop) {
            String counters = shop.redis().info("commandstats");
            return new CacheCalls(calls(counters, "get"), calls(counters, "set"));
        }

        CacheCalls minus(CacheCalls earlier) {
            return new CacheCalls(reads - earlier.reads, writes - earlier.writes);
        }

        private static long calls(String counters, String command) {
            Matcher found =
                    Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(counters);
            return found.find() ? Long.parseLong(found.group(1)) : 0;
        }
    }
}
