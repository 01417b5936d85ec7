package dev.payonce.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The conversion of times as the tables keep them: in UTC, without a zone. */
public final class Utc {

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private Utc() {}

    public static LocalDateTime of(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    /**
     * Returns the time as a text, for a statement's parameter. MariaDB 10 calls itself MySQL 5.5, and for that the driver leaves
     * out the fractions of a second.
     */
    public static String text(Instant at) {
        return MICROSECONDS.format(of(at));
    }

    /** Reads a time; empty where the column is NULL. */
    public static Optional<Instant> read(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(at -> at.toInstant(ZoneOffset.UTC));
    }
}
