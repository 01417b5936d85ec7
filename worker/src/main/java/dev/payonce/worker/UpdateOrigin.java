package dev.payonce.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
import dev.payonce.temporal.UpdateSeal;
import dev.payonce.workflow.PayloadConverter;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;

/**
 * The interceptor that tells an update of the API from one that came by way of Temporal alone. The name in such a one is the
 * caller's own word, so it is recorded as {@code temporal:<name>}; or the update is refused. A replay decides the same
 * commands whatever it finds, since only the recorded name depends on it.
 */
final class UpdateOrigin extends WorkerInterceptorBase {

    static final String REFUSED = "operators-api";

    private static final int LONGEST = 100;

    private final UpdateSeal seal;
    private final boolean apiAlone;

    /** @param apiAlone refuses what came without the API's seal */
    UpdateOrigin(UpdateSeal seal, boolean apiAlone) {
        this.seal = seal;
        this.apiAlone = apiAlone;
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void validateUpdate(UpdateInput input) {
                if (apiAlone && !isSealed(input)) {
                    throw refusal(input.getUpdateName());
                }
                super.validateUpdate(input);
            }

            @Override
            public UpdateOutput executeUpdate(UpdateInput input) {
                return super.executeUpdate(isSealed(input) ? input : named(input));
            }
        };
    }

    private boolean isSealed(WorkflowInboundCallsInterceptor.UpdateInput input) {
        return seal.proves(
                input.getHeader(), Workflow.getInfo().getWorkflowId(), input.getUpdateName(), input.getArguments());
    }

    private static ApplicationFailure refusal(String update) {
        ApplicationFailure refusal = ApplicationFailure.newNonRetryableFailure(
                "The update " + update
                        + " came without the API's seal, and PAYONCE_OPERATORS=api takes no other: decide on"
                        + " the operators' page, by the command payonce, or by the API",
                REFUSED);
        refusal.setStackTrace(new StackTraceElement[0]); // The SDK would log one for each.
        return refusal;
    }

    private static WorkflowInboundCallsInterceptor.UpdateInput named(
            WorkflowInboundCallsInterceptor.UpdateInput input) {
        Object[] arguments = input.getArguments().clone();
        for (int each = 0; each < arguments.length; each++) {
            arguments[each] = named(arguments[each]);
        }
        return new WorkflowInboundCallsInterceptor.UpdateInput(input.getUpdateName(), input.getHeader(), arguments);
    }

    private static Object named(Object argument) {
        try {
            if (argument instanceof Request request) {
                ObjectNode named = PayloadConverter.JSON.valueToTree(request);
                return PayloadConverter.JSON.treeToValue(named.put("caller", named(request.caller())), Request.class);
            }
            JsonNode decision = PayloadConverter.JSON.readTree(String.valueOf(argument));
            return decision instanceof ObjectNode named
                    ? PayloadConverter.JSON.writeValueAsString(
                            named.put("who", named(named.path("who").asText())))
                    : argument;
        } catch (JsonProcessingException malformed) {
            return argument; // The validator has refused it.
        }
    }

    private static String named(String own) {
        String named = ReviewDecision.BY_TEMPORAL + own;
        return named.substring(0, Math.min(named.length(), LONGEST));
    }
}
