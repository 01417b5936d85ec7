package dev.payonce.words;

import dev.payonce.words.Sentence.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The prose of a page in Markdown: its paragraphs, list items, table cells and headings, and no code blocks. */
final class PageProse {

    private PageProse() {}

    /** Returns the page's prose. */
    static List<Sentence> of(String place, String page) {
        List<Sentence> sentences = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        int start = 0;
        int number = 0;
        boolean code = false;
        for (String line : (page + "\n\n").split("\n", -1)) {
            number++;
            if (line.strip().startsWith("```")) {
                code = !code;
                continue;
            }
            boolean apart = line.isBlank() || line.matches("\\s*([-*|#>]|\\d+\\.).*");
            if (apart && !paragraph.isEmpty()) {
                sentences.add(new Sentence(place + ":" + start, Kind.PARAGRAPH, paragraph.toString()));
                paragraph.setLength(0);
            }
            if (code || line.isBlank()) {
                continue;
            }
            if (line.matches("\\s*[#|].*")) {
                String at = place + ":" + number;
                Arrays.stream(line.split("\\|")).forEach(cell -> sentences.add(new Sentence(at, Kind.TEXT, cell)));
                continue;
            }
            if (paragraph.isEmpty()) {
                start = number;
            }
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(plain(line));
        }
        return sentences;
    }

    private static String plain(String line) {
        return line.strip().replaceFirst("^([-*>]|\\d+\\.) +", "").replace("**", "");
    }
}
