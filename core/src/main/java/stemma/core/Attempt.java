package stemma.core;

import java.util.Optional;

/** How a performer came back, before it is written down. */
record Attempt<O>(Permit permit, Ending ending, String note, Optional<Done<O>> done) {

    static <O> Attempt<O> done(Permit permit, Done<O> done) {
        return new Attempt<>(permit, Ending.DONE, "", Optional.of(done));
    }

    static <O> Attempt<O> stopped(Permit permit, Watchdog.Stop stop) {
        return stop == Watchdog.Stop.DEADLINE
                ? new Attempt<>(permit, Ending.TIMED_OUT, "stopped at its deadline", Optional.empty())
                : new Attempt<>(permit, Ending.CANCELLED, "stopped on request", Optional.empty());
    }

    static <O> Attempt<O> failed(Permit permit, Exception e) {
        String message = e.getMessage();
        String note = message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
        return new Attempt<>(permit, Ending.FAILED, note, Optional.empty());
    }

    Optional<O> output() {
        return done.map(Done::output);
    }

    /** An act that did not end well is charged its whole estimate when its permit was spent. */
    Receipt receipt(Passage passage, String rule, long nowMillis) {
        int spends = permit.spends();
        Cost otherwise = spends > 0 ? passage.act().estimate() : Cost.ZERO;
        return new Receipt(
                passage.id(),
                passage.act(),
                rule,
                ending,
                Scribe.cut(note),
                done.map(Done::spent).orElse(otherwise),
                spends,
                permit.chain(),
                done.flatMap(Done::outputDigest),
                done.map(Done::evidence).orElse(Scribe.NO_EVIDENCE),
                passage.startedMillis(),
                nowMillis);
    }
}
