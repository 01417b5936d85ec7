package dev.payonce.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject.Kind;
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
        var file = new SimpleJavaFileObject(URI.create("string:///Register.java"), Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        return JavaSources.prose(file).stream().flatMap(Sentence::faults).toList();
    }
}
