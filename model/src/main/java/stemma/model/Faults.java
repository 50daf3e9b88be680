package stemma.model;

import java.util.Optional;
import stemma.sandbox.EgressFailed;

/** Names what went wrong, so that a person knows what to do and the loop whether to try again. */
final class Faults {
    static final int BODY_BYTES_MAX = 64 * 1024;
    static final int REASON_CHARS_MAX = 300;

    private Faults() {}

    static ModelFailure of(EgressFailed e, ModelEndpoint endpoint) {
        String sentence = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case NOT_ALLOWED, NO_SECRET -> new ModelFailure.NotSetUp(sentence);
            case UNREACHABLE -> new ModelFailure.Unreachable(sentence);
            case BROKEN -> new ModelFailure.Broken(sentence);
            case TOO_LARGE -> new ModelFailure.Endless(false, sentence);
            case TOTAL_TIMEOUT -> new ModelFailure.Endless(true, sentence);
            case CONNECT_TIMEOUT ->
                new ModelFailure.Stalled(
                        ModelFailure.Phase.CONNECTION, endpoint.limits().connectMillisMax(), sentence);
            case FIRST_TIMEOUT ->
                new ModelFailure.Stalled(
                        ModelFailure.Phase.FIRST_EVENT, endpoint.limits().firstMillisMax(), sentence);
            case NEXT_TIMEOUT ->
                new ModelFailure.Stalled(
                        ModelFailure.Phase.NEXT_EVENT, endpoint.limits().nextMillisMax(), sentence);
        };
    }

    static ModelFailure reported(String reason) {
        return new ModelFailure.Reported("the model's host reported an error: " + oneLine(reason));
    }

    static ModelFailure status(int status, String body, Optional<String> retryAfter) {
        String reason = "status " + status + ", " + oneLine(reason(body));
        return switch (status) {
            case 401, 403 ->
                new ModelFailure.Rejected(
                        status, "the model's host did not accept the key (" + reason + "); enter it again");
            case 404 ->
                new ModelFailure.Rejected(
                        status,
                        "the model's host knows no such model or path (" + reason + "); check base address and name");
            case 413 ->
                new ModelFailure.Rejected(status, "the conversation is too long for this model (" + reason + ")");
            case 408, 425, 429 ->
                new ModelFailure.Busy(
                        status,
                        retryAfter.map(Faults::millis).orElse(-1L),
                        "the model's host is over its limit (" + reason + ")");
            default ->
                status >= 500
                        ? new ModelFailure.Busy(
                                status,
                                retryAfter.map(Faults::millis).orElse(-1L),
                                "the model's host is out of order (" + reason + ")")
                        : new ModelFailure.Rejected(status, "the model's host refused the request (" + reason + ")");
        };
    }

    /** Whether the attempt surely cost nothing. */
    static boolean free(ModelFailure failure) {
        return switch (failure) {
            case ModelFailure.Unreachable _, ModelFailure.Busy _, ModelFailure.Rejected _, ModelFailure.NotSetUp _ ->
                true;
            case ModelFailure.Stalled stalled -> stalled.phase() == ModelFailure.Phase.CONNECTION;
            case ModelFailure.Endless _, ModelFailure.Broken _, ModelFailure.Reported _, ModelFailure.Malformed _ ->
                false;
        };
    }

    /** Whether it was time that ran out. */
    static boolean overdue(ModelFailure failure) {
        return switch (failure) {
            case ModelFailure.Stalled _ -> true;
            case ModelFailure.Endless endless -> endless.overdue();
            case ModelFailure.Unreachable _,
                    ModelFailure.Busy _,
                    ModelFailure.Rejected _,
                    ModelFailure.NotSetUp _,
                    ModelFailure.Broken _,
                    ModelFailure.Reported _,
                    ModelFailure.Malformed _ -> false;
        };
    }

    /** Seconds; a date is not taken, because the host's clock is not ours. */
    private static long millis(String retryAfter) {
        String text = retryAfter.strip();
        return text.matches("[0-9]{1,9}") ? 1_000L * Long.parseLong(text) : -1;
    }

    private static String reason(String body) {
        try {
            return WireJson.error(WireJson.object(body)).orElse(body);
        } catch (WireFault notJson) {
            return body.isBlank() ? "no reason given" : body;
        }
    }

    private static String oneLine(String text) {
        String line =
                Surrogates.mended(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > REASON_CHARS_MAX ? Surrogates.mended(line.substring(0, REASON_CHARS_MAX)) + "..." : line;
    }
}
