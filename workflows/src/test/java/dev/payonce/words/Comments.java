package dev.payonce.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;

/** A reader of a Java file's comments, which are outside of the literals that the parser found. */
final class Comments {

    /** A comment with its place in the file. */
    record Comment(int start, String text) {}

    private Comments() {}

    /** Returns the comments, Javadoc among them; neighbouring comments of one line each are one text. */
    static Stream<Comment> of(String source, NavigableMap<Integer, Integer> literals) {
        List<Comment> comments = new ArrayList<>();
        int at = 0;
        while (at < source.length() - 1) {
            Map.Entry<Integer, Integer> literal = literals.floorEntry(at);
            if (literal != null && literal.getValue() > at) {
                at = literal.getValue();
            } else if (source.startsWith("//", at)) {
                int end = end(source, "\n", at);
                add(comments, source, new Comment(at, source.substring(at + 2, end)));
                at = end;
            } else if (source.startsWith("/*", at)) {
                int end = end(source, "*/", at);
                comments.add(new Comment(at, source.substring(at, end).replaceAll("\n\\s*\\*", "\n")));
                at = end;
            } else {
                at++;
            }
        }
        return comments.stream();
    }

    /** Joins a line's comment to the one above it, for a banned pair of words may span two lines. */
    private static void add(List<Comment> comments, String source, Comment line) {
        if (!comments.isEmpty()) {
            Comment last = comments.getLast();
            int end = last.start() + 2 + last.text().length();
            if (end <= line.start() && source.substring(end, line.start()).isBlank()) {
                comments.removeLast();
                comments.add(new Comment(last.start(), last.text() + "\n" + line.text()));
                return;
            }
        }
        comments.add(line);
    }

    private static int end(String source, String mark, int from) {
        int found = source.indexOf(mark, from + 2);
        return found < 0 ? source.length() : found + (mark.equals("\n") ? 0 : mark.length());
    }
}
