package dev.payonce.mysql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A query that reads several tables of a store in one round trip, since each one under an order's lock keeps others waiting. Each part
 * takes its own rows. All parts read what was committed when the statement began.
 */
public final class StoreQuery {

    /** A column of the result; a part leaves the others NULL. */
    public enum Column {
        NUMBER(false),
        NAME(true),
        VALUE(true),
        ORDER_KEY(true),
        ACTOR(true),
        RULES(true),
        AT(false);

        private final boolean text;

        Column(boolean text) {
            this.text = text;
        }

        /** Converts a text, since the shop's tables and ours need not agree on one collation. */
        private String select(Map<Column, String> columns) {
            String expression = columns.get(this);
            String value = expression == null
                    ? "NULL"
                    : text ? "CONVERT(" + expression + " USING utf8mb4) COLLATE utf8mb4_bin" : expression;
            return value + " AS " + name().toLowerCase(Locale.ROOT);
        }
    }

    private final TableNames tables;
    private final List<String> parts = new ArrayList<>();
    private final List<RowCallbackHandler> takers = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    public StoreQuery(TableNames tables) {
        this.tables = tables;
    }

    /**
     * Adds a part.
     *
     * @param columns expressions over the part's tables
     * @param from the rest of the statement, with named parameters
     * @param taker takes each of its rows, in any order; columns have the lower-case names of {@link Column}
     */
    public StoreQuery read(Map<Column, String> columns, String from, RowCallbackHandler taker) {
        String selected =
                Arrays.stream(Column.values()).map(each -> each.select(columns)).collect(Collectors.joining(", "));
        parts.add("SELECT " + parts.size() + " AS part, " + selected + " FROM " + from);
        takers.add(taker);
        return this;
    }

    /** Sets a parameter, which parts may share. */
    public StoreQuery param(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    /** Runs the query. */
    public void run(JdbcClient sql) {
        sql.sql(tables.sql(String.join(" UNION ALL ", parts)))
                .params(parameters)
                .query(row -> {
                    takers.get(row.getInt("part")).processRow(row);
                });
    }
}
