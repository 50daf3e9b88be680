package stemma.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import stemma.core.Clock;
import stemma.core.Entropy;

/**
 * Decides who is the operator. There are three ways to say it: the token itself; a code from a link
 * that works once and for ten minutes; and the cookie such a code is exchanged for. A cookie is an
 * expiry time signed with the token, so that it outlives a restart, costs no memory, and dies with
 * the token. Thread-safe.
 *
 * <p>Guesses are counted, and past {@link #FAILURES_MAX} in a minute wrong ones are turned away
 * unheard with status 429. The right credential always passes: it has 256 random bits, so that the
 * bound protects the node's time, and must not let any local program lock the operator out.
 */
final class Credentials {
    static final int FAILURES_MAX = 20;
    static final long FAILURES_WINDOW_MILLIS = 60_000;
    static final int CODES_MAX = 16;
    static final long CODE_LIFE_MILLIS = 600_000;
    static final long SESSION_LIFE_MILLIS = 30L * 24 * 3_600_000;

    private final Token token;
    private final Clock clock;
    private final Entropy entropy;
    private final Map<String, Long> codes = new LinkedHashMap<>();
    private long windowStartMillis;
    private int failures;

    Credentials(Token token, Clock clock, Entropy entropy) {
        this.token = token;
        this.clock = clock;
        this.entropy = entropy;
    }

    /** A new code for one login; the oldest is forgotten when there are too many. */
    synchronized String code() {
        if (codes.size() == CODES_MAX) {
            codes.remove(codes.keySet().iterator().next());
        }
        String code = Token.random(entropy);
        codes.put(code, clock.millis() + CODE_LIFE_MILLIS);
        return code;
    }

    /** Takes a code for good; true when it was there and in time. */
    synchronized boolean redeem(String code) {
        Long expiresMillis = null;
        for (String known : codes.keySet()) {
            if (Token.same(known, code)) {
                expiresMillis = codes.get(known);
            }
        }
        if (expiresMillis == null) {
            return false;
        }
        codes.remove(code);
        return clock.millis() < expiresMillis;
    }

    boolean isToken(String given) {
        return token.matches(given);
    }

    /** The value of a new session cookie. */
    String session() {
        String claim = (clock.millis() + SESSION_LIFE_MILLIS) + "." + Token.random(entropy);
        return claim + "." + token.sign("session " + claim);
    }

    boolean isSession(String cookie) {
        int dot = cookie.lastIndexOf('.');
        if (dot < 0) {
            return false;
        }
        String claim = cookie.substring(0, dot);
        if (!Token.same(token.sign("session " + claim), cookie.substring(dot + 1))) {
            return false;
        }
        return clock.millis() < Long.parseLong(claim.substring(0, claim.indexOf('.')));
    }

    /** Counts a wrong credential; true while there were few enough to be worth an answer. */
    synchronized boolean mayFail() {
        long now = clock.millis();
        if (now - windowStartMillis >= FAILURES_WINDOW_MILLIS) {
            windowStartMillis = now;
            failures = 0;
        }
        if (failures == FAILURES_MAX) {
            return false;
        }
        failures++;
        return true;
    }
}
