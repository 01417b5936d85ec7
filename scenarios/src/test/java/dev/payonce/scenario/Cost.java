package dev.payonce.scenario;

import com.google.protobuf.MessageLite;
import dev.payonce.sandbox.installation.Statements;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The cost of an order's latest run, counted at each system that serves it.
 *
 * @param bytes of history
 * @param commits on the store's database
 */
record Cost(long events, long bytes, long statements, long commits) {

    /** A pooled connection that is renewed meanwhile adds its own statements: the smallest of these is the work's. */
    static final int TRIES = 4;

    /** Returns the least cost of several runs. */
    static Cost least(Supplier<Cost> one) {
        return Stream.generate(one)
                .limit(TRIES)
                .min(Comparator.comparingLong(Cost::statements))
                .orElseThrow();
    }

    /** @param work returns when the order is at rest again */
    static Cost of(Shop shop, OrderUnderTest underTest, Runnable work) {
        Statements before = Statements.soFar(shop.all());
        work.run();
        Statements spent = Statements.soFar(shop.all()).minus(before);
        return new Cost(
                shop.runs().latest(underTest.workflow()).orElseThrow().events(),
                shop.runs().history(underTest.workflow()).stream()
                        .mapToLong(MessageLite::getSerializedSize)
                        .sum(),
                spent.all(),
                spent.commits());
    }
}
