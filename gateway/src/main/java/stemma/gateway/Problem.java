package stemma.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import stemma.core.ActRefused;
import stemma.core.ActWaiting;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.core.Refusal;

/**
 * A request that ends in an error, on its way to the client as {@code {error, kind, act?}}. It is an
 * exception because it may arise anywhere below a route.
 */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;
    private final String act;
    private final transient Map<String, String> headers;

    private Problem(int status, String kind, String message, String act, Map<String, String> headers) {
        super(Objects.requireNonNull(message, "message"));
        this.status = status;
        this.kind = kind;
        this.act = act;
        this.headers = headers;
    }

    Problem(int status, String kind, String message) {
        this(status, kind, message, "", Map.of());
    }

    Problem with(String header, String value) {
        return new Problem(status, kind, text(), act, Map.of(header, value));
    }

    static Problem of(Refusal refusal) {
        String kind = refusal.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Problem(refusal.kind().status(), kind, said(refusal));
    }

    static Problem of(ActRefused refused) {
        String act = refused.receipt().id().toString();
        return new Problem(403, "act " + refused.receipt().ending().word(), said(refused), act, Map.of());
    }

    static Problem of(ActWaiting waiting) {
        String act = waiting.approval().id().toString();
        return new Problem(409, "waiting", said(waiting), act, Map.of());
    }

    Answer answer() {
        JsonBuilder body = Json.object().put("error", text()).put("kind", kind);
        if (!act.isEmpty()) {
            body.put("act", act);
        }
        return new Answer.Whole(
                status, Answer.JSON, ByteBuffer.wrap(body.build().canonical()), headers);
    }

    /** The same for a person who opened an address in a browser. */
    Answer page() {
        String page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">"
                + "<title>Stemma: " + escaped(kind) + "</title><h1>Stemma: " + escaped(kind) + "</h1><p>"
                + escaped(text()) + "</p><p><a href=\"/\">To the console</a></p></html>\n";
        return new Answer.Whole(status, Answer.HTML, ByteBuffer.wrap(page.getBytes(StandardCharsets.UTF_8)), headers);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private String text() {
        return said(this);
    }

    /** The message as whole Unicode text: it may quote input that is not. */
    private static String said(Throwable failure) {
        byte[] utf8 = Objects.requireNonNullElse(failure.getMessage(), "").getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
