package dev.payonce.servers.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A note in the order's own timeline in the shop's back office. */
public record Note(long orderId, String author, String text, Instant at) {

    static Note read(ResultSet row, int number) throws SQLException {
        return new Note(
                row.getLong("comment_post_ID"),
                row.getString("comment_author"),
                row.getString("comment_content"),
                Columns.instant(row, "comment_date_gmt"));
    }
}
