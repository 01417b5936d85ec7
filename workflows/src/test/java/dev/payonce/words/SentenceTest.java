package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;

/** The tests that plant faults of language into code and pages, and find each of them. */
class SentenceTest {

    @Test
    void cleanCodeHasNoFaults() {
        assertThat(faults("""
                /** A register that holds money. */
                class Register {
                    /** Returns the {@code sum}; never null. */
                    String sum() { return "total // of all"; } // The clerk counts it.
                }
                """)).isEmpty();
    }

    @Test
    void firstSentenceOfATypeBeginsWithItsNoun() {
        assertThat(faults("/** Holds money. */ class Register {}"))
                .singleElement()
                .asString()
                .contains("a type's");
    }

    @Test
    void firstSentenceOfAMethodBeginsWithAVerb() {
        assertThat(faults("class Register { /** Whether it is full. */ boolean full() { return true; } }"))
                .singleElement()
                .asString()
                .contains("a method's");
        assertThat(faults("class Register { /** The sum. */ int sum() { return 1; } }"))
                .hasSize(1);
    }

    @Test
    void fieldsAndPackagesBeginWithNoQuestionWord() {
        assertThat(faults("class Register { /** How much it holds. */ int sum; }"))
                .hasSize(1);
        assertThat(faults("/** What money is. */ package money;")).hasSize(1);
    }

    @Test
    void bannedWordsAreFoundInCommentsTextsAndNames() {
        assertThat(faults("""
                class Register {
                    // The clerk is
                    // told of it.
                    String text = "// Nobody knows.";
                    /* It begins anew. */
                    void tellsOfIt() {}
                }
                """)).hasSize(5);
    }

    @Test
    void testNamesAreInCamelCaseAndHaveASubject() {
        assertThat(faults("class RegisterTest { @Test void aSaleIsCounted() {} @Test void J36_ASaleIsCounted() {} }"))
                .isEmpty();
        assertThat(
                        faults(
                                "class RegisterTest { @Test void a_sale_is_counted() {} @Test void J36_whatIsSoldCounts() {} }"))
                .hasSize(2);
    }

    @Test
    void pagesAreHeldTooExceptForTheirCode() {
        assertThat(Sentence.ofPage("page", """
                        # Title, once more

                        The clerk counts. So
                        long as it lasts.

                        - Whether it is full

                        | one | so many |

                        ```
                        nobody
                        ```
                        """).stream().flatMap(Sentence::faults))
                .hasSize(4)
                .first()
                .isEqualTo("page:1: \"once more\" is not used");
    }

    private static List<String> faults(String source) {
        var file = new SimpleJavaFileObject(URI.create("string:///Register.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        return JavaSources.prose(file).stream().flatMap(Sentence::faults).toList();
    }

    /** A piece of the project's prose, with its place and the language rules that hold for it. */
    record Sentence(String place, Kind kind, String text) {

        /** The role of a piece of prose. */
        enum Kind {
            TYPE,
            METHOD,
            MEMBER,
            TEXT,
            PARAGRAPH,
            NAME,
            TEST
        }

        /** The words that the language rules forbid, each with its forms. */
        private static final List<Pattern> BANNED = Stream.of(
                        "whoever",
                        "in vain",
                        "anew",
                        "begun",
                        "gravest",
                        "so long",
                        "so many",
                        "as many",
                        "once more",
                        "(is|are|was|were|be|been|being) told",
                        "tell(s|ing)? of",
                        "told of",
                        "(is|are|was|were|be|been|being) looked at",
                        "ma(kes?|de) true",
                        "what is so",
                        "(stands|stood|standing) in",
                        "somebody",
                        "nobody")
                .map(word -> Pattern.compile("\\b" + word.replace(" ", "\\s+") + "\\b", Pattern.CASE_INSENSITIVE))
                .toList();

        private static final Pattern BAD_START = Pattern.compile(
                "(What|Whatever|Whether|How|However|Who|Whom|Whose|Whoever|Which|Whichever|So|As|Without)\\b");
        private static final Pattern TEST_NAME = Pattern.compile(
                "([A-Z]+[0-9]+_)?"
                        + "(?!(?i:what|whatever|whether|how|however|who|whom|whose|whoever|which|whichever)[A-Z0-9])[A-Za-z0-9]+");
        private static final Pattern TYPE_START = Pattern.compile("(A|An|The) ");
        private static final Pattern VERB = Pattern.compile("[A-Z][a-z]*s\\b(?!')");
        private static final List<String> NO_VERBS = List.of(
                "As", "This", "Its", "Always", "Sometimes", "Besides", "Thus", "Is it", "Others", "Less", "Unless");

        /** Returns the prose of a page in Markdown: paragraphs, list items, table cells, headings, and no code blocks. */
        static List<Sentence> ofPage(String place, String page) {
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

        /** Returns the faults of this piece, each as a line with its place. */
        Stream<String> faults() {
            return Stream.concat(start().stream(), banned()).map(fault -> place + ": " + fault);
        }

        private Optional<String> start() {
            return switch (kind) {
                case TYPE ->
                    fault(TYPE_START.matcher(text).lookingAt(), "a type's first sentence begins with A or The");
                case METHOD ->
                    fault(
                            VERB.matcher(text).lookingAt() && !NO_VERBS.contains(text.split("\\W", 2)[0]),
                            "a method's first sentence begins with a verb in the third person");
                case MEMBER, PARAGRAPH ->
                    fault(!BAD_START.matcher(text).lookingAt(), "a first sentence does not begin with this word");
                case TEST ->
                    fault(
                            TEST_NAME.matcher(text).matches(),
                            "a test's name has a subject, in camel case after the number of its case or scenario");
                case TEXT, NAME -> Optional.empty();
            };
        }

        private Optional<String> fault(boolean legal, String rule) {
            return legal ? Optional.empty() : Optional.of(rule + ": \"" + shortened() + "\"");
        }

        /** Returns the forbidden words; those of a Javadoc's first sentence are found in its comment. */
        private Stream<String> banned() {
            return kind == Kind.TYPE || kind == Kind.METHOD || kind == Kind.MEMBER ? Stream.empty() : forbidden();
        }

        private Stream<String> forbidden() {
            return BANNED.stream()
                    .flatMap(word -> word.matcher(words()).results())
                    .map(found ->
                            "\"" + found.group().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ") + "\" is not used");
        }

        /** Splits a name into its words: in camel case, or with underscores. */
        private String words() {
            return kind == Kind.NAME || kind == Kind.TEST
                    ? text.replaceAll("_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                    : text;
        }

        private String shortened() {
            String line = text.replaceAll("\\s+", " ");
            return line.length() <= 60 ? line : line.substring(0, 60) + "…";
        }
    }
}
