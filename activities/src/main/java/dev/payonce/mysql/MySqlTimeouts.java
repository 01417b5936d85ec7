package dev.payonce.mysql;

import java.time.Duration;

/**
 * The timeouts towards MySQL. They nest: what is inside gives up first, so that a wait ends with an answer and not with
 * a cut connection. Together they fit into the activity's 15 s from start to close.
 */
public final class MySqlTimeouts {

    /** GET_LOCK takes whole seconds; MySQL makes 0 of anything below. */
    static final Duration LOCK = Duration.ofSeconds(10);

    /** The wait for a row that another session holds; WooCommerce's own statements hold one for milliseconds. */
    static final Duration ROW_LOCK = Duration.ofSeconds(2);

    static final Duration QUERY = LOCK.plusSeconds(1);

    static final Duration SOCKET = QUERY.plusSeconds(2);

    static final Duration CONNECT = Duration.ofSeconds(2);

    /** For a connection of the pool. */
    static final Duration BORROW = Duration.ofSeconds(2);

    /** After this long in silence the server ends a session, so a host that vanished frees its lock. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** No connection is older, so the server never ends one that the pool still believes in. */
    static final Duration LIFETIME = SILENCE;

    /** Migrations may wait for a table; nothing waits for them. */
    static final Duration MIGRATION = Duration.ofSeconds(60);

    /** The age of the oldest order that is searched where no index leads to one. */
    public static final Duration SCAN_BACK = Duration.ofDays(30);

    /** The most orders that such a search reads; they take some milliseconds. */
    public static final int SCAN_ROWS = 1_000;

    private MySqlTimeouts() {}
}
