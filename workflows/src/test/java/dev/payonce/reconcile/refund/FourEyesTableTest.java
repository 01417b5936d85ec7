package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Stake;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.review.ReviewAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The test that the runbook's table of decisions for two operators has the actions that have a stake, and no other. */
class FourEyesTableTest {

    private static final Path PAGE =
            (Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..")).resolve("docs/operations.md");

    private static final List<ReviewAction> ACTIONS = List.of(
            new ReviewAction.Refresh(),
            new ReviewAction.AcceptPaid("pi_1"),
            new ReviewAction.RefundDuplicate("pi_1"),
            new ReviewAction.GiveUp(1),
            new ReviewAction.RetryEffects(),
            new ReviewAction.Dismiss());

    @Test
    void thisTestKnowsEveryAction() {
        assertThat(ACTIONS).extracting(action -> (Object) action.getClass()).containsExactlyInAnyOrder((Object[])
                ReviewAction.class.getPermittedSubclasses());
    }

    @Test
    void theTableHasEachActionThatNeedsTwoOperatorsAndNoOther() throws IOException {
        assertThat(find(Pattern.compile("(?m)^\\| `(\\w+)`"), section()))
                .containsExactlyInAnyOrderElementsOf(actions(true));
    }

    @Test
    void theTextBelowItNamesEachActionThatOneOperatorMayDecide() throws IOException {
        String one = section().replaceAll("(?s).*One operator is enough for(.*?), and for captures.*", "$1");

        assertThat(find(Pattern.compile("`(\\w+)`"), one)).containsExactlyInAnyOrderElementsOf(actions(false));
    }

    /** Returns the names of the actions that need two, or one, where the order asks 49.90 EUR and 10.00 EUR were captured. */
    private static List<String> actions(boolean two) {
        return ACTIONS.stream()
                .filter(action -> Stake.of(
                                        action,
                                        anOrder().made(),
                                        List.of(PaymentBuilder.stripe("pi_1")
                                                .captured(1000)
                                                .made()),
                                        Ledger.EMPTY)
                                .isPresent()
                        == two)
                .map(action -> action.getClass().getSimpleName())
                .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                .toList();
    }

    private static List<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private static String section() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("### Two operators");
        return page.substring(start, page.indexOf("Money that names this shop", start));
    }
}
