package dev.payonce.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The operators' page in a real headless Chromium, by chromedriver and the W3C's protocol. Where chromedriver is missing it
 * is not run. Pictures are in {@code target/page-pictures}; axe-core finds no violation on any of them.
 */
@Timeout(180)
class PageBrowserTest {

    @AutoClose
    private static final PageScene scene = new PageScene();

    private Window window;

    @BeforeAll
    static void start() throws Exception {
        boolean there = new ProcessBuilder("which", "chromedriver").start().waitFor() == 0;
        assumeTrue(there, "not run: chromedriver is missing (apt-get install chromium chromium-driver)");
        Window.startDriver();
    }

    @AfterAll
    static void stop() {
        Window.stopDriver();
    }

    @BeforeEach
    void open() throws Exception {
        scene.set();
        window = new Window(scene, 1280, 900);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @Test
    void anOperatorFindsReadsDecidesAndSeesItDone() throws Exception {
        window.logIn(Role.OPERATOR);
        window.sees("h1", "3 matters need you");
        window.looksRight("list");
        window.click("a[href='/operations/orders/7']");
        window.sees("h1", "Order 7");
        window.looksRight("review");
        window.click("#review-1 ~ details:nth-of-type(2) summary");
        window.sees("#review-1 ~ details:nth-of-type(2)", "Refunds 59.90 EUR of pi_1");
        window.click("#review-1 ~ details:nth-of-type(2) button");
        assertThat(scene.decided()).as("without a reason").isEmpty();
        window.type("#review-1 ~ details:nth-of-type(2) textarea", "the shopper asked for it");
        window.click("#review-1 ~ details:nth-of-type(2) button");

        window.sees(".notice", "Your decision is recorded");
        window.sees(".steps", "only-operator decided review 1");
        assertThat(window.text("main")).doesNotContain("Your choices");
        assertThat(scene.decided()).hasSize(1);
        window.looksRight("decided");
        window.open("/operations/orders/9");
        window.looksRight("stalled");
    }

    @Test
    void twoOperatorsAtOnceDecideOnce() throws Exception {
        window.logIn(Role.OPERATOR);
        window.open("/operations/orders/7");
        Window second = new Window(scene, 1280, 900);
        try {
            second.logIn(Role.OPERATOR);
            second.open("/operations/orders/7");
            window.dismiss("first");
            second.dismiss("second");
            second.sees(".notice", "only-operator decided this review");
            assertThat(scene.decided()).hasSize(1);
        } finally {
            second.close();
        }
    }

    @Test
    void aSessionThatEndsLosesNothingThatWasTyped() throws Exception {
        window.logIn(Role.OPERATOR);
        window.open("/operations/orders/7");
        window.forgetsCookies();
        window.dismiss("typed with care");
        window.sees("h1", "Log in");
        window.looksRight("session-over");
        window.type("#token", PageScene.token(Role.OPERATOR));
        window.click("main button");

        window.sees("h1", "Order 7");
        assertThat(window.run("return document.querySelector('details[open] textarea').value;")
                        .asString())
                .isEqualTo("typed with care");
    }

    /** Money is moved by hand, marked as handled, and orders are refreshed in bulk: each with a reason, by a named amount. */
    @Test
    void anOperatorActsByHandAndInBulk() throws Exception {
        scene.pay();
        scene.propose("ann");
        window.logIn(Role.OPERATOR);
        window.click("td .choice summary");
        window.looksRight("handled");
        window.type("td .choice textarea", "refunded in the dashboard");
        window.click("td .choice button");
        window.sees(".notice", "recorded as handled");

        window.open("/operations/orders/7");
        window.sees("#review-1 ~ .notice", "ann has proposed");
        window.click("section[aria-labelledby=money] summary");
        window.looksRight("by-hand");
        window.type("#do-refund-amount", "12.50");
        window.type("#do-refund", "torn on arrival");
        window.click("section[aria-labelledby=money] button");
        window.sees(".notice", "Nothing was done, and nothing of it follows by itself");
        assertThat(scene.requests()).hasSize(1);

        window.open("/operations/?kind=stalled");
        window.click("a[href^='/operations/refresh']");
        window.sees("h1", "Refresh 500 orders");
        window.type("#why", "the new key is in place");
        window.looksRight("bulk");
        window.click("main button");
        window.sees("h1", "All runs have their signal");
        window.looksRight("bulk-over");
        assertThat(scene.jobs()).hasSize(1);
    }

    @Test
    void aPhoneAndAKeyboardAreEnough() throws Exception {
        window.close();
        window = new Window(scene, 390, 844);
        window.logIn(Role.OPERATOR);
        window.looksRight("phone-list");
        window.open("/operations/orders/7");
        window.looksRight("phone-review");
        assertThat(window.run("return document.documentElement.scrollWidth <= window.innerWidth;")
                        .asBoolean())
                .as("no sideways scrolling")
                .isTrue();
        window.open("/operations/");
        window.type("body", "\uE004"); // Tab
        window.sees(":focus", "Skip to the content");
    }
}
