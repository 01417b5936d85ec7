package dev.payonce.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.payonce.settings.PayloadKey;
import dev.payonce.settings.Secret;
import dev.payonce.workflow.PayloadConverter;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodecException;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PayloadEncryptionTest {

    private static final PayloadKey OLD = new PayloadKey("2026-10", new Secret("ab".repeat(32)));
    private static final PayloadKey NEW = new PayloadKey("2026-11", new Secret("cd".repeat(32)));

    private static final Payload PLAIN = Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8("\"ann@example.com\""))
            .build();

    @Test
    void aPayloadIsReadAgainAndShowsNothing() {
        PayloadEncryption codec = new PayloadEncryption(List.of(OLD));
        List<Payload> encrypted = codec.encode(List.of(PLAIN, PLAIN));

        assertThat(new String(encrypted.getFirst().toByteArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain("ann", "json/plain");
        assertThat(encrypted.getFirst()).isNotEqualTo(encrypted.getLast());
        assertThat(codec.decode(encrypted)).containsExactly(PLAIN, PLAIN);
    }

    @Test
    void aKeyIsReplacedWhileHistoriesStillNeedTheFormer() {
        List<Payload> before = new PayloadEncryption(List.of(OLD)).encode(List.of(PLAIN));
        PayloadEncryption during = new PayloadEncryption(List.of(NEW, OLD));

        assertThat(during.decode(before)).containsExactly(PLAIN);
        List<Payload> after = during.encode(List.of(PLAIN));
        assertThat(new PayloadEncryption(List.of(NEW)).decode(after)).containsExactly(PLAIN);
        assertThatThrownBy(() -> new PayloadEncryption(List.of(NEW)).decode(before))
                .isInstanceOf(PayloadCodecException.class)
                .hasMessageContaining("no key named 2026-10");
    }

    @Test
    void aPayloadOfTheTimeBeforeEncryptionIsReadAsItIs() {
        assertThat(new PayloadEncryption(List.of(OLD)).decode(List.of(PLAIN))).containsExactly(PLAIN);
    }

    @Test
    void aChangedPayloadIsRefused() {
        PayloadEncryption codec = new PayloadEncryption(List.of(OLD, NEW));
        Payload payload = codec.encode(List.of(PLAIN)).getFirst();
        byte[] changed = payload.getData().toByteArray();
        changed[20] ^= 1;

        for (Payload forged : List.of(
                payload.toBuilder().setData(ByteString.copyFrom(changed)).build(),
                payload.toBuilder().setData(ByteString.copyFrom(new byte[3])).build(),
                payload.toBuilder()
                        .putMetadata("encryption-key-id", ByteString.copyFromUtf8(NEW.name()))
                        .build())) {
            assertThatThrownBy(() -> codec.decode(List.of(forged))).isInstanceOf(PayloadCodecException.class);
        }
    }

    @WorkflowInterface
    public interface Waiting {
        @WorkflowMethod
        String run(String input);

        @SignalMethod
        void more(String text);
    }

    /** A workflow that waits for a signal, and fails with what it was sent. */
    public static final class WaitingImpl implements Waiting {
        private String sent = "";

        @Override
        public String run(String input) {
            Workflow.await(() -> !sent.isEmpty());
            throw ApplicationFailure.newNonRetryableFailure("failed for " + input + sent, "secret-failure");
        }

        @Override
        public void more(String text) {
            sent = text;
        }
    }

    /** The key changes between start and signal, as in a rotation with runs in flight. */
    @Test
    void aRunInFlightSurvivesTheRotationAndItsFailureIsEncryptedToo() {
        DataConverter both = PayloadEncryption.around(PayloadConverter.converter(), List.of(NEW, OLD));
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(both)
                        .build())
                .build())) {
            temporal.newWorker("queue").registerWorkflowImplementationTypes(WaitingImpl.class);
            WorkflowClient former = WorkflowClient.newInstance(
                    temporal.getWorkflowServiceStubs(),
                    WorkflowClientOptions.newBuilder()
                            .setDataConverter(PayloadEncryption.around(PayloadConverter.converter(), List.of(OLD)))
                            .build());
            WorkflowStub run = former.newUntypedWorkflowStub(
                    "Waiting",
                    WorkflowOptions.newBuilder()
                            .setTaskQueue("queue")
                            .setWorkflowId("7")
                            .build());
            run.start("ann@example.com");
            temporal.start();
            temporal.getWorkflowClient().newUntypedWorkflowStub("7").signal("more", "bob@example.com");

            assertThatThrownBy(() -> temporal.getWorkflowClient()
                            .newUntypedWorkflowStub("7")
                            .getResult(String.class))
                    .hasStackTraceContaining("failed for ann@example.combob@example.com");
            String history =
                    temporal.getWorkflowClient().fetchHistory("7").getHistory().toString();
            assertThat(history).contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED.name());
            assertThat(history).doesNotContain("ann@", "bob@", "failed for");
        }
    }
}
