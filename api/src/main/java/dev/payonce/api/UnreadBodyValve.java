package dev.payonce.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * The valve that keeps Tomcat from waiting for the rest of a body that nothing will read. Otherwise it reads that rest on
 * the request's thread, for as long as the client drips.
 */
final class UnreadBodyValve extends ValveBase {

    private static final String UNREAD = UnreadBodyValve.class.getName();

    UnreadBodyValve() {
        super(true);
    }

    /** Marks a request whose connection is to be closed with the response. */
    static void close(ServletRequest request) {
        request.setAttribute(UNREAD, true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        try {
            getNext().invoke(request, response);
        } finally {
            if (request.getAttribute(UNREAD) != null) {
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }
}
