package dev.payonce.sandbox.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * The program of the controls: a bare endpoint that signals and starts a workflow, and the worker that runs it. It has no
 * gateway, no database and no rules: what it costs is Temporal's own.
 */
public final class ControlProgram {

    private static final int OK = 200;
    private static final int CACHED = 2_000;

    private final WorkflowClient temporal;

    private ControlProgram(WorkflowClient temporal) {
        this.temporal = temporal;
    }

    /** @param arguments Temporal's address, and the port of the endpoint */
    public static void main(String[] arguments) throws IOException {
        ControlProgram program = new ControlProgram(WorkflowClient.newInstance(WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(arguments[0]).build())));
        program.work();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", program::answer);
        server.start();
    }

    private void work() {
        WorkerFactory factory = WorkerFactory.newInstance(
                temporal,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setWorkflowCacheSize(CACHED)
                        .build());
        for (ControlWorkflow.Shape shape : ControlWorkflow.Shape.values()) {
            Worker worker = factory.newWorker(shape.taskQueue());
            worker.registerWorkflowImplementationTypes(ControlWorkflow.Run.class);
            worker.registerActivitiesImplementations(new ControlWorkflow.Step.None());
        }
        factory.start();
    }

    /** Answers {@code POST /SHAPE/ID} when Temporal has the run; any other method says that this program works. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("POST")) {
                String[] path = exchange.getRequestURI().getPath().split("/", -1);
                signal(ControlWorkflow.Shape.valueOf(path[1]), path[2]);
            }
            exchange.sendResponseHeaders(OK, -1);
        }
    }

    private void signal(ControlWorkflow.Shape shape, String id) {
        ControlWorkflow control = temporal.newWorkflowStub(
                ControlWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(shape.taskQueue())
                        .build());
        BatchRequest both = temporal.newSignalWithStartRequest();
        both.add(control::run, shape);
        both.add(control::callback, "evt_" + id, "stripe", "pi_" + id, "payment_intent.succeeded", "");
        temporal.signalWithStart(both);
    }
}
