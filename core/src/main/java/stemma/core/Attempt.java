package stemma.core;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a performer came back, before it is written down. */
record Attempt<O>(Permit permit, Ending ending, String note, Optional<Done<O>> done) {

    static <O> Attempt<O> returned(Permit permit, Done<O> done) {
        return new Attempt<>(permit, done.ending(), done.note(), Optional.of(done));
    }

    static <O> Attempt<O> cancelled(Permit permit) {
        return new Attempt<>(permit, Ending.CANCELLED, "stopped on request", Optional.empty());
    }

    static <O> Attempt<O> timedOut(Permit permit) {
        return new Attempt<>(permit, Ending.TIMED_OUT, "stopped at its deadline", Optional.empty());
    }

    static <O> Attempt<O> failed(Permit permit, Throwable e) {
        String message = e instanceof FileSystemException refusal
                ? FileReason.withPath(refusal)
                : Objects.requireNonNullElse(e.getMessage(), "");
        boolean clear = e instanceof Exception && !message.isEmpty();
        String note = clear ? message : e.toString();
        return new Attempt<>(permit, Ending.FAILED, note, Optional.empty());
    }

    Optional<O> output() {
        return done.map(Done::output);
    }

    /**
     * What goes into the log. It can always be written: what a performer said too much of is cut, and
     * the note says so. An act whose performer could not say what it took is charged its whole
     * estimate when its permit was spent.
     */
    Receipt receipt(Passage passage, String rule, long nowMillis) {
        int spends = permit.spends();
        Cost estimate = passage.act().estimate();
        Cost took = done.map(Done::spent).orElse(spends > 0 ? estimate : Cost.ZERO);
        Json.Obj evidence = done.map(Done::evidence).orElse(Scribe.NO_EVIDENCE);
        boolean within = took.within(estimate);
        boolean fits = Limits.fits(evidence, Receipt.EVIDENCE_BYTES_MAX);
        List<String> remarks = new ArrayList<>();
        if (!note.isEmpty()) {
            remarks.add(note);
        }
        if (!within) {
            remarks.add("took more than its estimate, which is what is charged: " + took);
        }
        if (!fits) {
            remarks.add("its evidence was over " + Receipt.EVIDENCE_BYTES_MAX
                    + " bytes or too deep, so that only digest and size are kept");
        }
        return new Receipt(
                passage.id(),
                passage.act(),
                rule,
                ending,
                Limits.cut(String.join("; ", remarks), Receipt.NOTE_CHARS_MAX),
                within ? took : took.atMost(estimate),
                spends,
                permit.chain(),
                done.flatMap(Done::outputDigest),
                fits ? evidence : summary(evidence),
                passage.startedMillis(),
                nowMillis);
    }

    /** Digest and size of evidence that does not fit; nothing of what JSON cannot even carry. */
    private static Json.Obj summary(Json.Obj evidence) {
        try {
            byte[] canonical = evidence.canonical();
            return Json.object()
                    .put("digest", Digest.of(canonical).hex())
                    .put("sizeBytes", canonical.length)
                    .build();
        } catch (JsonException e) {
            return Json.object()
                    .put("unwritable", Limits.cut(String.valueOf(e.getMessage()), 200))
                    .build();
        }
    }
}
