package stemma.gateway;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers for requests that were so wrong that they never reached a route. */
final class BadMessages implements Request.Handler {
    private final MetricsText metrics;

    BadMessages(MetricsText metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer known ? known : 500;
        Problem problem = status == 431 || status == 414
                ? new Problem(431, "too large", "the address and headers of the request are too long")
                : new Problem(status, "bad input", "this is not a request the node can read");
        if (problem.answer() instanceof Answer.Whole whole) {
            metrics.answered(whole.status());
            FrontDoor.head(response, whole.status(), whole.type());
            response.getHeaders().put("Connection", "close");
            response.write(true, whole.body(), callback);
        }
        return true;
    }
}
