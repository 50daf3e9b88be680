package stemma.gateway;

import java.util.Objects;
import stemma.core.Auth;

/**
 * One thing that can be asked over HTTP. Nothing here has a default: a route says on which listener
 * it is, and who may use it.
 *
 * @param method {@code GET} or {@code POST}
 * @param path the whole path, or a prefix when it ends in {@code *}
 */
record Route(Listener listener, String method, String path, Auth auth, Handler handler) {

    /** Stands for every method, on a route that hands it on. */
    static final String ANY = "ANY";

    /** Answers a request that passed the guard. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Exchange exchange) throws InterruptedException;
    }

    Route {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(auth, "auth");
        Objects.requireNonNull(handler, "handler");
        if (!method.equals("GET") && !method.equals("POST") && !method.equals(ANY)) {
            throw new IllegalArgumentException("a route is GET, POST or " + ANY + ", not " + method);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash, not " + path);
        }
    }

    boolean takes(String asked) {
        return method.equals(asked) || method.equals(ANY);
    }

    boolean covers(String asked) {
        return path.endsWith("*") ? asked.startsWith(path.substring(0, path.length() - 1)) : asked.equals(path);
    }

    /** For example {@code OPERATOR GET /api/act/list OPERATOR}. */
    @Override
    public String toString() {
        return listener + " " + method + " " + path + " " + auth;
    }
}
