package stemma.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stemma.core.Json;
import stemma.core.JsonBuilder;

/**
 * A stand-in for a language model, on loopback, and it says so in every answer. It follows the script of
 * a case, turn by turn; where a turn names what the model must have read, it says it only when it has.
 */
final class StandInModel implements AutoCloseable {
    static final String NAME = "stand-in";

    private static final Pattern CASE = Pattern.compile("\\[case ([a-z0-9-]+)#([0-9]+)]");
    private static final Pattern ACT = Pattern.compile("\\[act ([0-9]+\\.[0-9]+)]");

    private final HttpServer server;
    private final Map<String, CorpusFile.Script> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> unread = new CopyOnWriteArrayList<>();

    StandInModel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Takes a script; the mark that the wish has to hold is returned. */
    String learn(String name, int number, CorpusFile.Script script) {
        scripts.put(name + "#" + number, script);
        return "[case " + name + "#" + number + "]";
    }

    /** Everything it was sent for a case. */
    String requests(String name) {
        return requests.stream()
                .filter(request -> request.contains("[case " + name + "#"))
                .collect(Collectors.joining("\n"));
    }

    /** Cases in which it was not shown what its script needed to see. */
    List<String> unread() {
        return List.copyOf(unread);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(body);
            byte[] answer = said((Json.Obj) Json.parse(body)).canonical();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Server", "a stand-in, no language model");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private Json.Obj said(Json.Obj request) {
        List<Json.Obj> messages = request.array("messages").items().stream()
                .map(Json.Obj.class::cast)
                .toList();
        Matcher mark = CASE.matcher(request.array("messages").text());
        if (!mark.find()) {
            throw new IllegalStateException("the request is of no case: " + request.text());
        }
        CorpusFile.Script script = scripts.get(mark.group(1) + "#" + mark.group(2));
        List<String> told = new ArrayList<>();
        int turn = 0;
        for (Json.Obj message : messages) {
            turn += message.string("role").equals("assistant") ? 1 : 0;
            if (message.string("role").equals("tool")) {
                told.add(message.string("content"));
            }
        }
        CorpusFile.Turn next = script != null && turn < script.turns().size()
                ? script.turns().get(turn)
                : new CorpusFile.Turn("", List.of(), "Done [act last].");
        if (!next.when().isEmpty() && told.stream().noneMatch(text -> text.contains(next.when()))) {
            unread.add(mark.group() + " wanted to read " + next.when());
        }
        return reply(next, last(told), turn);
    }

    private static String last(List<String> told) {
        String id = "1.1";
        for (String text : told) {
            Matcher act = ACT.matcher(text);
            id = act.find() ? act.group(1) : id;
        }
        return "[act " + id + "]";
    }

    private static Json.Obj reply(CorpusFile.Turn turn, String last, int number) {
        JsonBuilder message = Json.object()
                .put("role", "assistant")
                .put("content", turn.says().replace("[act last]", last).replace("\\n", "\n"));
        List<Json> calls = new ArrayList<>();
        for (CorpusFile.Call call : turn.calls()) {
            calls.add(Json.object()
                    .put("id", "call-" + number + "-" + calls.size())
                    .put("type", "function")
                    .put(
                            "function",
                            Json.object()
                                    .put("name", call.tool())
                                    .put("arguments", call.arguments())
                                    .build())
                    .build());
        }
        if (!calls.isEmpty()) {
            message.put("tool_calls", Json.array(calls));
        }
        Json choice = Json.object()
                .put("index", 0)
                .put("message", message.build())
                .put("finish_reason", calls.isEmpty() ? "stop" : "tool_calls")
                .build();
        return Json.object()
                .put("id", "stand-in")
                .put("object", "chat.completion")
                .put("model", NAME)
                .put("choices", Json.array(List.of(choice)))
                .put(
                        "usage",
                        Json.object()
                                .put("prompt_tokens", 10)
                                .put("completion_tokens", 10)
                                .put("total_tokens", 20)
                                .build())
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
