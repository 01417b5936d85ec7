package dev.payonce.api;

import dev.payonce.api.http.Problem;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;

/** The valve that makes a problem of a request that Tomcat refuses before Spring sees it; else it would be HTML. */
public final class ProblemValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (response.getHeader(RequestIdFilter.HEADER) == null) {
            response.setHeader(RequestIdFilter.HEADER, RequestIdFilter.random()); // No filter has seen the request.
        }
        try {
            Problem.of(HttpStatusCode.valueOf(status), ErrorHandler.detail(status))
                    .write(response.getResponse());
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("A refusal could not be sent", gone);
        }
    }
}
