package stemma.gateway;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Turns a one-time link into a browser's session. */
final class Login {
    private final Credentials credentials;
    private final Guard guard;

    Login(Credentials credentials, Guard guard) {
        this.credentials = credentials;
        this.guard = guard;
    }

    Answer handle(Exchange exchange) {
        String code = exchange.query().getOrDefault("once", List.of("")).getFirst();
        if (!credentials.redeem(code)) {
            throw guard.refuse("this link was used, or is older than ten minutes; 'stemma login' prints a new one");
        }
        String cookie = Guard.cookieName(exchange.port()) + "=" + credentials.session() + "; Path=/; Max-Age="
                + Credentials.SESSION_LIFE_MILLIS / 1_000 + "; HttpOnly; SameSite=Strict";
        return new Answer.Whole(
                303, Answer.TEXT, ByteBuffer.allocate(0), Map.of("Location", "/", "Set-Cookie", cookie));
    }
}
