package dev.payonce.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import dev.payonce.api.access.Scope;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operators' page over real HTTP, without a browser. */
class PageTest {

    @AutoClose
    private static final PageScene scene = new PageScene();

    @BeforeEach
    void set() {
        scene.set();
    }

    @Test
    void theFirstScreenCountsWhatNeedsAPersonWithAges() throws Exception {
        String page = new Visit(scene, Scope.READ).get("/operations/").body();

        assertThat(page)
                .contains("<h1>3 matters need you</h1>", "oldest: 3 hours", "Another amount than the order asks")
                .contains("href=\"/operations/orders/7\"", "The payment cannot go on", "12.00 EUR")
                .containsSubsequence("pi_9 at stripe", "Order 7", "Order 9");
    }

    @Test
    void anEmptyListSaysThatNothingNeedsAPerson() throws Exception {
        scene.clear();

        assertThat(new Visit(scene, Scope.READ).get("/operations/").body())
                .contains("<h1>Nothing needs you</h1>", "No review is open");
    }

    @Test
    void aFilterIsPartOfTheAddressAndOfTheCsvLink() throws Exception {
        Visit visit = new Visit(scene, Scope.READ);

        assertThat(visit.get("/operations/?kind=stalled&code=&sort=").body())
                .contains("1 row", "/operations/list.csv?kind=stalled")
                .doesNotContain("Order 7");
        assertThat(visit.get("/operations/list.csv?kind=stalled").body()).startsWith("kind,order,run,code");
        assertThat(visit.get("/operations/?kind=all").statusCode()).isEqualTo(400);
        assertThat(visit.get("/operations/orders?order=7").headers().firstValue("Location"))
                .hasValue("/operations/orders/7");
    }

    @Test
    void aReviewSaysInWordsWhatEachChoiceDoes() throws Exception {
        assertThat(new Visit(scene, Scope.DECIDE).get("/operations/orders/7").body())
                .contains("Refunds 59.90 EUR of pi_1 to the shopper. It cannot be undone.")
                .contains(
                        "Leaves the captured money at the gateway, and the order as it is. The list no longer shows it.")
                .contains("Accepts the 59.90 EUR that pi_1 captured", "Refund 59.90 EUR of pi_1</button>")
                .contains("<td data-name=\"Payonce\">49.90 EUR</td>", "differs", "captured: 59.90 EUR")
                .contains("https://shop.example/wp-admin/post.php?post=7&amp;action=edit", "workflows/7");
    }

    @Test
    void aTokenThatMayOnlyReadSeesTheChoicesAndNoButtonForThem() throws Exception {
        assertThat(new Visit(scene, Scope.READ).get("/operations/orders/7").body())
                .contains("Refunds 59.90 EUR", "for an operator (scope decide)")
                .doesNotContain("/decisions\"", "<textarea");
    }

    @Test
    void aDecisionGoesTheWayOfTheApiUnderTheTokensName() throws Exception {
        Visit visit = new Visit(scene, Scope.DECIDE);

        HttpResponse<String> decided = visit.decides("agreed <b>on the phone</b>");

        assertThat(decided.statusCode()).isEqualTo(303);
        assertThat(decided.headers().firstValue("Location")).hasValue("/operations/orders/7?done=decided");
        assertThat(scene.decided().getFirst().who()).isEqualTo("only-decide");
        assertThat(visit.get("/operations/orders/7?done=decided").body())
                .contains(
                        "Your decision is recorded",
                        "has not set the order to paid",
                        "only-decide decided review 1",
                        "agreed &lt;b&gt;on the phone")
                .doesNotContain("<b>on the phone", "/decisions\"");
    }

    /** A proposal is on the list and on the page, for its proposer without the word that approves it. */
    @Test
    void aProposalWaitsForAnotherOperator() throws Exception {
        scene.propose("ann");
        Visit other = new Visit(scene, Scope.DECIDE);

        assertThat(other.get("/operations/").body()).contains("ann has proposed a decision");
        assertThat(other.get("/operations/orders/7").body())
                .contains("ann has proposed", "Refund 59.90 EUR of pi_1", "because: agreed by phone")
                .contains("Approve: Refund 59.90 EUR of pi_1</button>", "waits for you");
        scene.propose("only-decide");
        assertThat(other.get("/operations/orders/7").body())
                .contains("only-decide has proposed")
                .doesNotContain("Approve:", "waits for you");
    }

    /** The form's own key makes a second press the same request. */
    @Test
    void aRefundByHandIsARequestWithNameReasonAndOneKey() throws Exception {
        scene.pay();
        Visit visit = new Visit(scene, Role.OPERATOR);
        String page = visit.get("/operations/orders/7").body();
        String key = page.replaceFirst("(?s).*?name=\"key\" value=\"([^\"]+)\".*", "$1");
        String form = "currency=EUR&key=" + key + "&why=torn+on+arrival&amount=";

        assertThat(page)
                .contains("Refunds this amount of the 59.90 EUR that are left of pi_1 to the shopper")
                .doesNotContain("/capture\"", "/cancel\"");
        for (String wrong : List.of("", "0", "-1", "1.999", "ten")) {
            assertThat(visit.post("/operations/orders/7/refund", form + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(scene.requests()).isEmpty();
        visit.post("/operations/orders/7/refund", form + "12.50");
        visit.post("/operations/orders/7/refund", form + "12,50");
        assertThat(scene.requests())
                .hasSize(2)
                .allSatisfy(request -> {
                    assertThat(request.actor())
                            .startsWith("operator only-operator (request ")
                            .endsWith("): torn on arrival");
                    assertThat(request.asked()).contains("1250");
                })
                .extracting(Request::key)
                .containsOnly(scene.requests().getFirst().key());
        assertThat(new Visit(scene, Scope.READ).get("/operations/orders/7").body())
                .doesNotContain("Capture, void or refund");
    }

    /** The number first, nothing without a reason; the form names the job, so a second press joins it. */
    @Test
    void aFiltersOrdersAreRefreshedByOneJobWhoseProgressSurvivesAReload() throws Exception {
        Visit visit = new Visit(scene, Role.OPERATOR);
        assertThat(visit.get("/operations/?kind=stalled&code=stripe-401").body())
                .contains("/operations/refresh?code=stripe-401&amp;kind=stalled");
        assertThat(new Visit(scene, Role.VIEWER).get("/operations/").body()).doesNotContain("/operations/refresh?");

        String ask =
                visit.get("/operations/refresh?kind=stalled&code=stripe-401").body();
        String job = ask.replaceFirst("(?s).*name=\"job\" value=\"([0-9a-f]{32})\".*", "$1");
        assertThat(ask).contains("Refresh 500 orders", "Nothing was done yet", "about 25 seconds");
        String form = "kind=stalled&code=stripe-401&job=" + job + "&why=";
        assertThat(visit.post("/operations/refresh", form).statusCode()).isEqualTo(400);
        assertThat(scene.jobs()).isEmpty();

        visit.post("/operations/refresh", form + "new+key");
        HttpResponse<String> again = visit.post("/operations/refresh", form + "new+key");
        assertThat(again.headers().firstValue("Location"))
                .hasValue("/operations/refresh/" + job + "?code=stripe-401&kind=stalled");
        assertThat(scene.jobs()).containsExactly(Map.entry(job, "STALLED by only-operator: new key"));

        HttpResponse<String> half = visit.get("/operations/refresh/" + job);
        assertThat(half.body()).contains("250 of 500 runs");
        assertThat(half.headers().firstValue("Refresh")).hasValue("2");
        assertThat(half.body()).contains("250 of 500 runs", "max=\"500\" value=\"250\"");
        HttpResponse<String> over = visit.get("/operations/refresh/" + job);
        assertThat(over.headers().firstValue("Refresh")).isEmpty();
        assertThat(over.body()).contains("All runs have their signal", "not refreshed: 1");
        HttpResponse<String> left = visit.get("/operations/refresh/" + job + "?code=stripe-401&kind=stalled");
        assertThat(left.body()).contains("500 payments are stalled now");
        assertThat(left.headers().firstValue("Refresh"))
                .as("its last payment may still recover")
                .hasValue("2");
        assertThat(visit.post("/operations/refresh", form.replace(job, "f".repeat(32)) + "x")
                        .body())
                .contains("carries out another job");
    }

    @Test
    void moneyWithoutAnOrderIsMarkedAsHandledOnceWithAReason() throws Exception {
        String form = "gateway=stripe&payment=pi_9&amount=12.00+EUR&why=";
        Visit first = new Visit(scene, Scope.DECIDE);
        Visit second = new Visit(scene, Role.OPERATOR);

        assertThat(first.get("/operations/").body()).contains("Mark as handled", "value=\"pi_9\"");
        assertThat(new Visit(scene, Scope.READ).get("/operations/").body()).doesNotContain("Mark as handled");
        assertThat(first.post("/operations/money/handled", form).statusCode()).isEqualTo(400);
        assertThat(first.post("/operations/money/handled", form + "refunded+there")
                        .headers()
                        .firstValue("Location"))
                .hasValue("/operations/?kind=unassigned&done=handled");
        assertThat(second.post("/operations/money/handled", form + "me+too").body())
                .contains("only-decide has marked it as handled before");
        assertThat(scene.handled())
                .containsExactly(
                        new HandledPayment("stripe", "pi_9", "12.00 EUR", false, "only-decide", "refunded there"));
        assertThat(first.get("/operations/?kind=unassigned&done=handled").body())
                .contains("It is recorded as handled", "No row passes this filter");
    }

    @Test
    void theSecondOfTwoOperatorsSeesWhatTheFirstDid() throws Exception {
        Visit second = new Visit(scene, Scope.DECIDE);
        new Visit(scene, Scope.DECIDE).decides("first");

        HttpResponse<String> late = second.decides("second");

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Your decision was not taken: only-decide decided this review", "dismiss");
        assertThat(scene.decided()).hasSize(1);
    }

    @Test
    void aReasonIsMandatoryAndWhatWasTypedStays() throws Exception {
        Visit visit = new Visit(scene, Scope.DECIDE);

        assertThat(visit.decides(" ").statusCode()).isEqualTo(400);
        scene.temporalIsAway();
        HttpResponse<String> away = visit.decides("typed with care");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("typed with care", "It counts once").doesNotContain("secret detail");
    }

    @Test
    void aRefreshGoesTheWayOfTheApi() throws Exception {
        Visit visit = new Visit(scene, Scope.OPERATE);

        assertThat(visit.post("/operations/orders/7/refresh", "").statusCode()).isEqualTo(303);
        scene.requestsEnd(PaymentResult.notYet(PaymentResult.Why.UNAVAILABLE));
        HttpResponse<String> unknown = visit.post("/operations/orders/7/refresh", "");
        assertThat(unknown.statusCode()).isEqualTo(202);
        assertThat(unknown.body())
                .contains("has not answered yet (unavailable)")
                .doesNotContain("as they are now");
        scene.temporalIsAway();
        assertThat(new Visit(scene, Scope.READ)
                        .post("/operations/orders/7/refresh", "")
                        .body())
                .contains("could not be refreshed");
        assertThat(scene.asked()).isEqualTo(3);
    }

    @Test
    void aProblemIsAPageAndTheLogInWorksWhileTheStoreCannotBeServed() throws Exception {
        scene.storeIsNotServed("Redis is the order storage");
        Visit visit = new Visit(scene, Scope.DECIDE);

        HttpResponse<String> refused = visit.decides("typed with care");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body())
                .contains("Redis is the order storage.", "typed with care", "<h1>Service Unavailable");
        scene.databaseIsAway();
        assertThat(visit.get("/operations/orders/7").body()).contains("The ledger cannot be read now");
    }

    @Test
    void aKeptOrEffectlessDecisionSaysSo() throws Exception {
        Visit visit = new Visit(scene, Scope.DECIDE);
        for (var end : Map.of(
                        new DecisionResult.Kept(), "is kept",
                        new DecisionResult.Proposed(Instant.EPOCH), "needs two operators",
                        new DecisionResult.NoEffect(), "had no effect",
                        new DecisionResult.NotOpen(), "no longer open",
                        new DecisionResult.NotOffered(List.of()), "no longer possible")
                .entrySet()) {
            scene.decisionsEnd(end.getKey());
            assertThat(visit.decides("x").body()).contains(end.getValue());
        }
    }
}
