package dev.payonce.mysql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one order's transaction, sent together: a round trip for each of them would keep others waiting for the order's lock.
 *
 * <p>Why it is right. The driver sends the batch as one text, and only for that time does the server accept several statements
 * in one. {@link SqlLiteral} writes each value, so that no value can end its statement. The server stops at the first statement
 * that fails, and the caller undoes the transaction. Had the server gone on after a deadlock, which ends the transaction, the
 * rest would have been committed. The caller commits after all counts were checked.
 */
public final class OrderWrites {

    /** The fewest statements that the driver sends together; for fewer it would cost more round trips. */
    static final int FEWEST = 5;

    private final List<Statement> statements = new ArrayList<>();

    /** Starts a statement, with {@code ?} or {@code :name} for its values. */
    public Statement sql(String text) {
        return new Statement(text);
    }

    /**
     * Sends all statements. Each is checked by its count of matched rows.
     *
     * @param together sends several in one batch, and returns the matched rows of each
     * @param one sends a single one
     */
    void send(Function<List<String>, int[]> together, ToIntFunction<String> one) {
        List<String> texts = statements.stream().map(Statement::written).toList();
        if (texts.size() >= FEWEST) {
            int[] matched = together.apply(texts);
            for (int each = 0; each < matched.length; each++) {
                statements.get(each).check(matched[each]);
            }
            return;
        }
        for (int each = 0; each < texts.size(); each++) {
            statements.get(each).check(one.applyAsInt(texts.get(each)));
        }
    }

    /** A statement that becomes part of the batch by its {@link #update}. */
    public final class Statement {

        private final String text;
        private final List<@Nullable Object> values = new ArrayList<>();
        private final Map<String, @Nullable Object> named = new HashMap<>();
        private @Nullable Supplier<RuntimeException> none;

        private Statement(String text) {
            this.text = text;
        }

        /** Sets the value of {@code :name}. */
        public Statement param(String name, @Nullable Object value) {
            named.put(name, value);
            return this;
        }

        /** Adds the value of the next {@code ?}. */
        public Statement param(@Nullable Object value) {
            values.add(value);
            return this;
        }

        /** Adds the values of the next {@code ?}. */
        public Statement params(@Nullable Object... more) {
            values.addAll(Arrays.asList(more));
            return this;
        }

        /** Adds the statement. */
        public void update() {
            statements.add(this);
        }

        /** Adds the statement, which fails so where it matches no row. */
        public void updateOr(Supplier<RuntimeException> none) {
            this.none = none;
            statements.add(this);
        }

        private String written() {
            return SqlLiteral.fill(text, values, named);
        }

        private void check(int matched) {
            if (none != null && matched == 0) {
                throw none.get();
            }
        }
    }
}
