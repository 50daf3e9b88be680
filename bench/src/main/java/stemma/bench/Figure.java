package stemma.bench;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import stemma.core.Json;

/**
 * One figure as it was measured.
 *
 * @param what in words
 * @param value in the unit
 * @param unit of the value, and of the peer's
 * @param peer what did comparable work in the same run
 * @param bar what it has to reach; empty for a figure that explains another
 */
record Figure(String what, double value, String unit, Optional<Peer> peer, Optional<Bar> bar) {
    private static final int PLAIN_MIN = 1_000;
    private static final int ONE_DIGIT_MIN = 10;

    /** What was measured beside it. */
    record Peer(String what, double value) {}

    Figure {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(unit, "unit");
    }

    static Figure of(String what, double value, String unit) {
        return new Figure(what, value, unit, Optional.empty(), Optional.empty());
    }

    Figure beside(String peerWhat, double peerValue) {
        return new Figure(what, value, unit, Optional.of(new Peer(peerWhat, peerValue)), bar);
    }

    Figure bar(Bar wanted) {
        return new Figure(what, value, unit, peer, Optional.of(wanted));
    }

    /** The value as a multiple of the peer's. */
    Optional<Double> ratio() {
        return peer.filter(p -> p.value() > 0).map(p -> value / p.value());
    }

    /** Whether the bar is met; empty where there is none. */
    Optional<Boolean> met() {
        return bar.map(b -> b.met(value));
    }

    String reached() {
        return number(value) + " " + unit;
    }

    String ratioText() {
        return ratio().map(r -> String.format(Locale.ROOT, "%.2f", r)).orElse("");
    }

    /** As many digits as say something. */
    static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= PLAIN_MIN) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= ONE_DIGIT_MIN ? "%.1f" : "%.2f", value);
    }

    Json json() {
        var object = Json.object().put("what", what).put("value", value).put("unit", unit);
        peer.ifPresent(p -> object.put("peer", p.what()).put("peerValue", p.value()));
        ratio().ifPresent(r -> object.put("ratio", r));
        bar.ifPresent(b -> object.put("bar", b.text(unit)));
        met().ifPresent(m -> object.put("met", m));
        return object.build();
    }
}
