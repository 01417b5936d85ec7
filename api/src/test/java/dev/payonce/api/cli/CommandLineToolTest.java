package dev.payonce.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import dev.payonce.api.access.Scope;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.DecisionResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against a real HTTP server. */
class CommandLineToolTest {

    @AutoClose
    private static final PageScene scene = new PageScene();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>(
            Map.of("PAYONCE_URL", scene.at("").toString(), "PAYONCE_TOKEN", PageScene.token(Scope.DECIDE)));

    @BeforeEach
    void set() {
        scene.set();
    }

    private int run(String... arguments) {
        return CommandLineTool.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void statusCountsByKindAndItsExitCodeIsForScripts() {
        assertThat(run("status")).isEqualTo(4);
        assertThat(out.toString()).containsPattern("review +1 +3 h").containsPattern("stalled +1 +2 h");

        scene.clear();
        assertThat(run("status")).isZero();
    }

    /** A cron job must not read "nothing needs a person" where a part could not be counted. */
    @Test
    void aStatusThatLacksAPartIsNoZero() {
        scene.clear();
        scene.temporalIsAway();

        assertThat(run("status")).isEqualTo(3);
        assertThat(run("list")).isEqualTo(3);
        assertThat(err.toString()).contains("stalled payments are missing");
    }

    @Test
    void aListIsFilteredByAShoppersAddressOfWhichOnlyTheHashIsSent() {
        assertThat(run("list", "--customer", "ann@example.com")).isZero();
        assertThat(run("list", "--amount", "12", "--output", "csv")).isZero();
        assertThat(out.toString()).contains("pi_9").doesNotContain("AMOUNT_DIFFERS");
        assertThat(run("list", "--amount", "12,00")).isEqualTo(1);
    }

    @Test
    void aListIsATableJsonOrCsv() {
        assertThat(run("list", "--kind", "stalled")).isZero();
        assertThat(out.toString()).containsPattern("stalled +9 +stripe-401").doesNotContain("AMOUNT_DIFFERS");
        assertThat(run("list", "--output", "csv")).isZero();
        assertThat(out.toString()).contains("\"review\",\"7\",\"AMOUNT_DIFFERS\",\"1\"");
        assertThat(run("--output", "json", "list")).isZero();
        assertThat(out.toString()).contains("\"code\" : \"stripe-401\"");
        assertThat(run("list", "--kind", "all")).isEqualTo(1);
        assertThat(err.toString()).contains("is one of review");
    }

    @Test
    void showNamesTheReviewsActionsAndSteps() {
        assertThat(run("show", "7")).isZero();

        assertThat(err.toString())
                .contains("NEEDS_REVIEW", "Review 1 (AMOUNT_DIFFERS)", "Action: refundDuplicate pi_1");
        assertThat(out.toString()).contains("Operation 1 is to charge 49.90 EUR at stripe.");
        assertThat(run("show", "8")).isEqualTo(1);
    }

    @Test
    void aDecisionIsTheTokensAndTheSecondIsRefused() {
        String[] refund = {
            "decide", "7", "--review", "1", "--action", "refundDuplicate", "--payment", "pi_1", "--why", "asked for"
        };

        assertThat(run(refund)).isZero();
        assertThat(scene.decided().getFirst().who()).isEqualTo("only-decide");
        assertThat(run(refund)).isEqualTo(1);
        assertThat(out.toString()).contains("Done:", "Not taken: only-decide decided this review");
        assertThat(run("decide", "7", "--review", "1", "--action", "dismiss"))
                .as("without a reason")
                .isEqualTo(2);
        scene.decisionsEnd(new DecisionResult.Kept());
        assertThat(run(refund)).as("not done yet").isEqualTo(5);
        scene.decisionsEnd(new DecisionResult.NoEffect());
        assertThat(run(refund)).as("not done").isEqualTo(1);
        scene.temporalIsAway();
        assertThat(run(refund)).isEqualTo(3);
    }

    /** Order 7 is in review, order 9 is stalled, and pi_9 has no order to refresh. */
    @Test
    void aFilterRefreshesItsOrdersAfterADryRunThatRefreshesNone() {
        assertThat(run("refresh", "--older-than", "60", "--dry-run")).isZero();
        assertThat(scene.asked()).isZero();
        assertThat(out.toString().lines()).containsExactly("order", "7", "9");

        assertThat(run("refresh", "--older-than", "60", "--rate", "50")).isZero();
        assertThat(scene.asked()).isEqualTo(2);
        assertThat(err.toString()).contains("2 of 2");
        assertThat(run("refresh")).isEqualTo(2);
        assertThat(run("refresh", "7", "--kind", "review")).isEqualTo(2);
        scene.requestsEnd(PaymentResult.notYet(PaymentResult.Why.UNAVAILABLE));
        assertThat(run("refresh", "7")).as("the key is still wrong").isEqualTo(5);
        scene.temporalIsAway();
        assertThat(run("refresh", "7")).isEqualTo(3);
    }

    /** The worker refreshes stalled payments, too, once their cause is mended; a second lookup would cost the gateway's rate. */
    @Test
    void aStalledOrderThatHasRecoveredMeanwhileIsNotRefreshed() {
        assertThat(run("refresh", "--kind", "stalled")).isZero();
        assertThat(scene.asked()).isEqualTo(1);

        scene.recovers();

        assertThat(run("refresh", "--kind", "stalled", "--output", "csv")).isZero();
        assertThat(out.toString()).contains("recovered");
        assertThat(scene.asked()).isEqualTo(1);
    }

    /** Nothing is refunded by a typing error: the amount has to fit the currency, and --yes has to be there. */
    @Test
    void aRefundNamesWhatItDoesAndNeedsAYes() {
        environment.put("PAYONCE_TOKEN", PageScene.token(Role.ADMIN));

        assertThat(run("refund", "7")).isEqualTo(2);
        assertThat(run("refund", "7", "--why", "torn", "--amount", "1", "--all"))
                .isEqualTo(2);
        assertThat(run("refund", "7", "--why", "torn", "--amount", "12.505", "--yes"))
                .isEqualTo(2);
        assertThat(run("refund", "7", "--why", "torn", "--amount", "12.50")).isEqualTo(1);
        assertThat(err.toString()).contains("refunds 12.50 EUR of pi_1 of order 7", "Nothing was done");
        assertThat(scene.asked()).isZero();
        assertThat(run("refund", "7", "--all", "--yes")).as("without a reason").isEqualTo(2);
        environment.put("PAYONCE_TOKEN", PageScene.token(Role.VIEWER));
        assertThat(run("refund", "7", "--why", "torn", "--all", "--yes"))
                .as("without the scope")
                .isEqualTo(1);
        assertThat(scene.asked()).isZero();
    }

    /** It is an operator's request, with name and reason, so that a second operator is asked where one is needed. */
    @Test
    void aRefundGoesTheWayOfOperators() {
        environment.put("PAYONCE_TOKEN", PageScene.token(Role.OPERATOR));
        scene.requestsEnd(PaymentResult.refused("needs_second_operator"));

        assertThat(run("refund", "7", "--why", "torn on arrival", "--amount", "12.50", "--yes"))
                .isEqualTo(5);

        assertThat(err.toString()).contains("Proposed: nothing was done");
        assertThat(scene.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.actor())
                        .startsWith("operator only-operator (request ")
                        .endsWith("): torn on arrival"));
    }

    @Test
    void aSweepIsAskedForByAnOperatorWithAReason() {
        assertThat(run("sweep", "now", "--why", "a webhook was lost"))
                .as("without the scope")
                .isEqualTo(1);
        environment.put("PAYONCE_TOKEN", PageScene.token(Role.OPERATOR));

        assertThat(run("sweep", "now", "--why", "a webhook was lost")).isZero();
        assertThat(out.toString()).contains("A round began at 2026-11-25T12:00:00Z");
        assertThat(run("sweep", "later", "--why", "x")).isEqualTo(2);
        assertThat(run("sweep", "now")).isEqualTo(2);
        scene.temporalIsAway();
        assertThat(run("sweep", "now", "--why", "x")).isEqualTo(3);
    }

    @Test
    void openNamesTheOrdersAddressesThatAreSet() {
        environment.put("PAYONCE_LINK_RUN", "https://temporal.example/workflows/{run}");
        environment.put("PAYONCE_LINK_PAYMENT", "https://dashboard.example/{payment}");
        environment.put("PAYONCE_STORE", "north");

        assertThat(run("open", "7")).isZero();
        assertThat(out.toString())
                .contains(scene.at("/operations/orders/7").toString())
                .contains("https://temporal.example/workflows/north-7", "https://dashboard.example/pi_1")
                .doesNotContain("shop");
        environment.put("BROWSER", "/no/such/browser");
        assertThat(run("open", "7", "--browse")).isEqualTo(1);
    }

    @Test
    void noTokenIsAnArgumentAndAMissingOneSaysWhereItBelongs() {
        environment.remove("PAYONCE_TOKEN");

        assertThat(run("status")).isEqualTo(2);
        assertThat(err.toString()).contains("PAYONCE_TOKEN");
        assertThat(run("status", "--token", "x")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://payonce.example", "http://8.8.8.8:8080", "HTTP://[2001:db8::1]/x"})
    void aTokenIsNotSentInPlaintextToAPublicHost(String url) {
        environment.put("PAYONCE_URL", url);

        assertThat(run("status")).isEqualTo(2);
        assertThat(err.toString()).contains("Use https").doesNotContain(PageScene.token(Scope.DECIDE));
    }

    @Test
    void anApiThatIsAwayHasAnExitCodeOfItsOwn() {
        environment.put("PAYONCE_URL", "http://127.0.0.1:9");

        assertThat(run("status")).isEqualTo(3);
        assertThat(err.toString()).contains("does not answer");
    }

    @Test
    void theDoctorNamesARemedyForEachFault() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString())
                .containsPattern("API +well")
                .containsPattern("token +well")
                .contains("clock");

        environment.put("PAYONCE_TOKEN", PageScene.token(Scope.PAY));
        assertThat(run("doctor")).isEqualTo(4);
        assertThat(out.toString()).contains("Give the token a role");
        environment.put("PAYONCE_DATABASE_URL", "jdbc:mysql://127.0.0.1:9/shop");
        assertThat(run("doctor")).isEqualTo(4);
        assertThat(out.toString()).containsPattern("settings +FAULT").doesNotContain(PageScene.token(Scope.PAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:postgresql://127.0.0.1/shop", "jdbc:mysql://127.0.0.1:9/shop"})
    void locksNeedADatabaseThatAnswers(String url) {
        environment.put("PAYONCE_DATABASE_URL", url);

        assertThat(run("locks")).isIn(2, 3);
        assertThat(err.toString()).contains("PAYONCE_DATABASE_URL");
    }

    @Test
    void aTerminalIsNotSteeredByATextOfTheList() {
        Screen screen = new Screen(new PrintWriter(out, true), new PrintWriter(err, true), () -> Output.table);

        screen.say("a\u001b[31mb");

        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void theShellCompletesCommands() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("decide", "--dry-run");
    }
}
