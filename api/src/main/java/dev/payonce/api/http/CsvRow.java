package dev.payonce.api.http;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row of CSV, for spreadsheets. */
public final class CsvRow {

    private CsvRow() {}

    /** Quotes each field; a spreadsheet takes a text that begins with one of these signs for a formula. */
    public static String of(Stream<? extends @Nullable Object> fields) {
        return fields.map(CsvRow::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        String safe = text.matches("(?s)[=+\\-@\t\r\n].*") ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
