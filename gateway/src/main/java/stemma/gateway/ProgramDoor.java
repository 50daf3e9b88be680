package stemma.gateway;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Serves programs on the public listener. What they answer may be a page that nobody has read; so each
 * answer carries a policy that puts it in a sandbox of its own, without an origin: such a page has no
 * cookie, no storage, and nothing of the console's, which stands on another origin anyway.
 */
final class ProgramDoor {
    static final String PREFIX = "/c/";

    private static final String SANDBOX = "sandbox allow-scripts allow-forms allow-pointer-lock; default-src 'self'"
            + " 'unsafe-inline' 'wasm-unsafe-eval' data: blob:; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    /** Nobody's credentials reach a program. */
    private static final Set<String> KEPT_BACK =
            Set.of("authorization", "cookie", "proxy-authorization", "host", "connection", "transfer-encoding");

    private final PublicPrograms programs;

    ProgramDoor(PublicPrograms programs) {
        this.programs = programs;
    }

    Answer ask(Exchange exchange) throws InterruptedException {
        String rest = exchange.path().substring(PREFIX.length());
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        PublicPrograms.Ask ask = new PublicPrograms.Ask(
                exchange.method(),
                name,
                slash < 0 ? "/" : rest.substring(slash),
                exchange.rawQuery(),
                passed(exchange),
                exchange.body());
        PublicPrograms.Reply reply = programs.ask(ask).orElseThrow(Routes::unknown);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER); // a program's spelling is its own
        headers.putAll(reply.headers());
        headers.put("Content-Security-Policy", SANDBOX);
        headers.put("Cross-Origin-Resource-Policy", "cross-origin"); // its own page has no origin to be the same as
        return new Answer.Whole(reply.status(), reply.type(), ByteBuffer.wrap(reply.body()), headers);
    }

    private static Map<String, String> passed(Exchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.headers((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!KEPT_BACK.contains(lower)) {
                headers.merge(lower, value, (one, more) -> one + ", " + more);
            }
        });
        return headers;
    }
}
