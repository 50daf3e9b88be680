package stemma.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.ActRefused;
import stemma.core.ActWaiting;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Catalogue;
import stemma.core.Json;
import stemma.core.LogFailed;
import stemma.core.Operation;
import stemma.core.Refusal;

/** The table of everything that can be asked, built once from the catalogue. Immutable. */
final class Routes {
    private final List<Route> routes;

    private Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    static Routes of(
            Catalogue catalogue,
            EventStream events,
            MetricsText metrics,
            Health health,
            Login login,
            ConsoleFiles console,
            LogFiles log,
            ProgramDoor programs) {
        Wire wire = new Wire();
        List<Route> routes = new ArrayList<>();
        for (Operation<?, ?> operation : catalogue.all()) {
            String method = operation.changes() ? "POST" : "GET";
            routes.add(new Route(
                    Listener.OPERATOR, method, path(operation), operation.auth(), x -> call(operation, wire, x)));
        }
        byte[] openApi = OpenApi.of(catalogue).canonical();
        routes.add(new Route(Listener.OPERATOR, "GET", "/api/events", Auth.OPERATOR, events::open));
        routes.add(new Route(
                Listener.OPERATOR, "GET", "/api/openapi.json", Auth.OPERATOR, x -> Answer.json(200, openApi)));
        for (Listener listener : List.of(Listener.OPERATOR, Listener.PUBLIC)) {
            routes.add(new Route(listener, "GET", "/healthz", Auth.OPEN, x -> Answer.text(200, "alive\n")));
        }
        routes.add(new Route(Listener.OPERATOR, "GET", "/readyz", Auth.OPEN, x -> ready(health)));
        routes.add(new Route(Listener.OPERATOR, "GET", "/login", Auth.OPEN, login::handle));
        routes.add(new Route(Listener.PUBLIC, "GET", LogFiles.PREFIX + "*", Auth.OPEN, log::get));
        routes.add(new Route(Listener.PUBLIC, Route.ANY, ProgramDoor.PREFIX + "*", Auth.OPEN, programs::ask));
        routes.add(new Route(Listener.METRICS, "GET", "/metrics", Auth.OPEN, x -> metrics.get()));
        routes.add(new Route(Listener.OPERATOR, "GET", "/*", Auth.OPEN, console::get));
        return new Routes(routes);
    }

    List<Route> all() {
        return routes;
    }

    /** The route for a request; a {@link Problem} when there is none. The first that covers it wins. */
    Route find(Listener listener, String method, String path) {
        Optional<Route> otherMethod = Optional.empty();
        for (Route route : routes) {
            boolean fallback = route.path().equals("/*") && path.startsWith("/api/");
            if (route.listener() != listener || fallback || !route.covers(path)) {
                continue;
            }
            if (route.takes(method)) {
                return otherMethod.isEmpty() ? route : refuseMethod(otherMethod.get());
            }
            otherMethod = Optional.of(route);
        }
        return refuseMethod(otherMethod.orElseThrow(Routes::unknown));
    }

    static String path(Operation<?, ?> operation) {
        return "/api/" + operation.name().replace('.', '/');
    }

    static Problem unknown() {
        return new Problem(404, "not found", "there is nothing at this address");
    }

    private static Route refuseMethod(Route route) {
        throw new Problem(405, "bad input", "this address takes " + route.method()).with("Allow", route.method());
    }

    private static <I extends Record, O extends Record> Answer call(
            Operation<I, O> operation, Wire wire, Exchange exchange) throws InterruptedException {
        I input = operation.changes()
                ? wire.read(operation.input(), exchange.body())
                : wire.read(operation.input(), exchange.query());
        // Progress has no place in a plain answer; whoever wants it watches the events.
        Call call = new Call(exchange.caller().orElse(Guard.NOBODY), line -> {});
        try {
            return Answer.json(200, wire.bytes(operation.handler().handle(input, call)));
        } catch (Refusal e) {
            throw Problem.of(e);
        } catch (ActRefused e) {
            throw Problem.of(e);
        } catch (ActWaiting e) {
            throw Problem.of(e);
        } catch (LogFailed e) {
            throw new Problem(503, "unavailable", "the log cannot be written, so nothing may act; see the node's log");
        }
    }

    private static Answer ready(Health health) {
        Optional<String> unready = health.unready();
        Json body = Json.object()
                .put("ready", unready.isEmpty())
                .put("reason", unready.orElse(""))
                .build();
        return Answer.json(unready.isEmpty() ? 200 : 503, body.canonical());
    }
}
