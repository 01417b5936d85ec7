package dev.payonce.temporal;

import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;

/** The interceptor that puts this installation's seal on each update that it sends. */
public final class UpdateSealInterceptor extends WorkflowClientInterceptorBase {

    private final UpdateSeal seal;

    public UpdateSealInterceptor(UpdateSeal seal) {
        this.seal = seal;
    }

    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(WorkflowClientCallsInterceptor next) {
        return new WorkflowClientCallsInterceptorBase(next) {
            @Override
            public <R> WorkflowUpdateWithStartOutput<R> updateWithStart(WorkflowUpdateWithStartInput<R> input) {
                return super.updateWithStart(new WorkflowUpdateWithStartInput<>(
                        input.getWorkflowStartInput(),
                        sealed(
                                input.getStartUpdateInput(),
                                input.getWorkflowStartInput().getWorkflowId())));
            }
        };
    }

    private <R> WorkflowClientCallsInterceptor.StartUpdateInput<R> sealed(
            WorkflowClientCallsInterceptor.StartUpdateInput<R> update, String workflow) {
        return new WorkflowClientCallsInterceptor.StartUpdateInput<>(
                update.getWorkflowExecution(),
                update.getWorkflowType(),
                update.getUpdateName(),
                seal.on(update.getHeader(), workflow, update.getUpdateName(), update.getArguments()),
                update.getUpdateId(),
                update.getArguments(),
                update.getResultClass(),
                update.getResultType(),
                update.getFirstExecutionRunId(),
                update.getWaitPolicy());
    }
}
