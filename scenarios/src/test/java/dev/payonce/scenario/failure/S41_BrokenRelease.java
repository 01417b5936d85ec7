package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import dev.payonce.servers.Command;
import dev.payonce.workflow.TaskQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.common.converter.EncodedValues;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a release whose workflow tasks fail, taken back with payments in flight by the commands of {@code
 * docs/changing-workflows.md}.
 */
class S41_BrokenRelease {

    private static final String STORE = "release";
    private static final String GOOD = "0.1";
    private static final String BROKEN = "0.2";
    private static final Path PAGE = Path.of("docs/changing-workflows.md");

    /** A command, with the lines that a backslash joins to it. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^temporal (?:.*\\\\\\n)*.*$");

    private final Shop shop;

    S41_BrokenRelease(Shop shop) {
        this.shop = shop;
    }

    /** A release that asks for a first step which the former one does not know, and then fails. */
    public static final class Broken implements DynamicWorkflow {

        @Override
        public Object execute(EncodedValues arguments) {
            Workflow.sleep(Duration.ofMillis(1));
            throw new IllegalStateException("a release that cannot do its second step");
        }
    }

    @Test
    void pinnedRunsGoOnAndThoseOfTheBrokenReleaseAreResetWithoutLossOrDouble() throws Exception {
        try (Branch branch = shop.branch(STORE, Map.of("PAYONCE_BUILD_ID", GOOD))) {
            branch.start().await("liveness");
            makeCurrent(GOOD);
            branch.await("readiness");
            BranchOrder before = new BranchOrder(shop, branch, 411).deliver();
            before.isPaidOnce();
            BranchOrder review = BranchOrder.unpayable(shop, branch, 412).deliver();
            review.asks();

            WorkerFactory release = brokenWorker();
            try {
                makeCurrent(BROKEN);
                BranchOrder during = new BranchOrder(shop, branch, 413).deliver();
                Await.until("a task of the broken release fails", Shop.PATIENCE, () -> taskFailed(during.workflow()));
                during.isUntouched();
                review.deliver();
                assertThat(taskFailed(review.workflow()))
                        .as("a pinned run stays with its build")
                        .isFalse();

                for (String command : commands("Take it back")) {
                    run(command);
                }

                during.isPaidOnce();
                new BranchOrder(shop, branch, 414).deliver().isPaidOnce();
                review.asks();
                before.isPaidOnce();
            } finally {
                release.shutdownNow();
            }
        }
    }

    private WorkerFactory brokenWorker() {
        WorkerFactory factory = WorkerFactory.newInstance(shop.runs().client());
        Worker worker = factory.newWorker(
                TaskQueues.payments(STORE),
                WorkerOptions.newBuilder()
                        .setDeploymentOptions(WorkerDeploymentOptions.newBuilder()
                                .setUseVersioning(true)
                                .setVersion(new WorkerDeploymentVersion("payonce-" + STORE, BROKEN))
                                .setDefaultVersioningBehavior(VersioningBehavior.PINNED)
                                .build())
                        .build());
        worker.registerWorkflowImplementationTypes(Broken.class);
        factory.start();
        return factory;
    }

    private boolean taskFailed(String workflow) {
        return shop.runs().history(workflow).stream()
                .map(HistoryEvent::getEventType)
                .anyMatch(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED::equals);
    }

    /** Names a build current once its worker polls: until then Temporal does not know it. */
    private void makeCurrent(String build) {
        String command = commands("Release").getFirst().replace("--build-id " + BROKEN, "--build-id " + build);
        Await.until("build " + build + " is current", Shop.PATIENCE, () -> tried(command)
                        .exitCode()
                == 0);
    }

    private void run(String command) {
        Command done = tried(command);
        assertThat(done.exitCode()).as("%s: %s", command, done.output()).isZero();
    }

    /** Returns the commands of a part of the page, for this store's deployment. */
    private static List<String> commands(String part) {
        try {
            String page = Files.readString(PAGE);
            String text = page.substring(page.indexOf("**" + part));
            return COMMAND.matcher(text.substring(0, text.indexOf("```\n", text.indexOf("```\n") + 4)))
                    .results()
                    .map(MatchResult::group)
                    .map(command -> command.replaceAll("\\bpayonce\\b", "payonce-" + STORE))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Command tried(String command) {
        try {
            return Command.run(
                    Path.of("."),
                    Duration.ofSeconds(60),
                    List.of("sh", "-c", command),
                    Map.of(
                            "TEMPORAL_ADDRESS",
                            shop.all().temporal().address(),
                            "PATH",
                            Path.of(".tools").toAbsolutePath() + ":" + System.getenv("PATH")));
        } catch (IOException notRun) {
            throw new UncheckedIOException(notRun);
        }
    }
}
