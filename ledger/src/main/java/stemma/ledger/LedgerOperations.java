package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.Auth;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Operation;
import stemma.core.Operation.Nothing;
import stemma.core.Param;
import stemma.core.Receipt;
import stemma.core.Refusal;

/** What can be asked of the log itself. */
public final class LedgerOperations {
    private static final int DIGITS_SHOWN = 12;

    private final LedgerFile ledger;
    private final Verification verification;
    private final Cosignatures cosignatures;
    private final Function<Entry.Noted, String> notes;

    /** Reads every file of the ledger anew and checks it against what is remembered of it. */
    @FunctionalInterface
    public interface Verification {
        VerifyReport run();
    }

    /**
     * Asks about this ledger.
     *
     * @param notes what a note says, in one line; the log itself knows only that there is one
     */
    public LedgerOperations(
            LedgerFile ledger,
            Verification verification,
            Cosignatures cosignatures,
            Function<Entry.Noted, String> notes) {
        this.ledger = ledger;
        this.verification = verification;
        this.cosignatures = cosignatures;
        this.notes = notes;
    }

    record TailInput(
            @Param(value = "how many entries, 1 to 1000", byDefault = "20", position = 0)
            int count) {
        TailInput {
            if (count < 1 || count > LedgerFile.PAGE_ENTRIES_MAX) {
                throw new Refusal(
                        Refusal.Kind.BAD_INPUT, "count is 1 to " + LedgerFile.PAGE_ENTRIES_MAX + ", not " + count);
            }
        }
    }

    record Line(long index, long atMillis, String kind, String id, String text) {}

    record Lines(List<Line> entries) {}

    record IndexInput(
            @Param(value = "the entry's index, from 0", position = 0)
            long index) {}

    record Shown(long index, String leafHash, String entry) {}

    record Verified(
            boolean sound,
            long size,
            String root,
            long checkpointSize,
            long firstBad,
            String message,
            List<String> findings)
            implements Operation.Judgement {}

    record Proof(String proof) {}

    record Sizes(
            @Param(value = "how many entries were seen, from 1", position = 0)
            long from,

            @Param(value = "how many entries there are now, at most those that are signed", position = 1)
            long to) {
        Sizes {
            if (from < 1 || to < from) {
                throw new Refusal(
                        Refusal.Kind.BAD_INPUT, "from is 1 or more and to not less, not " + from + " and " + to);
            }
        }
    }

    /** RFC 6962 hashes in hexadecimal. */
    record Consistency(long from, long to, List<String> hashes) {}

    /** A checkpoint, and in one sentence how far witnesses vouch for the log; empty where there are none. */
    record Signed(String note, long size, String root, String witnessed) {}

    /** Every operation of this module, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<LedgerOperations> live) {
        return List.of(
                new Operation<>(
                        "log.tail",
                        "Show the last entries of the log",
                        TailInput.class,
                        Lines.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().tail(input),
                        LedgerOperations::text),
                new Operation<>(
                        "log.show",
                        "Show one entry of the log as it is stored",
                        IndexInput.class,
                        Shown.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().show(input),
                        shown -> "entry      " + shown.index() + "\nleaf hash  " + shown.leafHash() + "\n"
                                + shown.entry()),
                new Operation<>(
                        "log.verify",
                        "Read the whole log and check that nothing was altered",
                        Nothing.class,
                        Verified.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().verify(),
                        LedgerOperations::text),
                new Operation<>(
                        "log.prove",
                        "Print a proof that one entry is in the log",
                        IndexInput.class,
                        Proof.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().prove(input),
                        proved -> proved.proof().stripTrailing()),
                new Operation<>(
                        "log.consistency",
                        "Print a proof that the log of one size continues that of another",
                        Sizes.class,
                        Consistency.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().consistency(input),
                        proof -> String.join("\n", proof.hashes())),
                new Operation<>(
                        "log.checkpoint",
                        "Sign and print a checkpoint over the log as it is now",
                        Nothing.class,
                        Signed.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().checkpoint(),
                        signed -> signed.note().stripTrailing()
                                + (signed.witnessed().isEmpty() ? "" : "\n\n" + signed.witnessed())));
    }

    private Lines tail(TailInput input) {
        long size = ledger.size();
        List<Line> lines = new ArrayList<>();
        ledger.forward(Math.max(0, size - input.count()), size, entry -> lines.add(line(entry)));
        return new Lines(lines);
    }

    private Shown show(IndexInput input) {
        LoggedEntry entry = ledger.entry(present(input.index()));
        Digest leaf = Merkle.leaf(Merkle.commitment(entry.salt(), entry.bytes()).bytes());
        return new Shown(input.index(), leaf.hex(), new String(entry.bytes(), StandardCharsets.UTF_8));
    }

    private Proof prove(IndexInput input) {
        return new Proof(ledger.prove(present(input.index())).text());
    }

    private long present(long index) {
        if (index < 0 || index >= ledger.size()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "there is no entry " + index + "; the log has entries 0 to " + (ledger.size() - 1));
        }
        return index;
    }

    private Verified verify() {
        VerifyReport report = verification.run();
        Optional<Finding> alarm = report.alarm();
        String message = alarm.map(found -> "NOT SOUND: " + found.text())
                .orElse("sound: all " + report.size() + " entries are as they were recorded");
        return new Verified(
                report.sound(),
                report.size(),
                report.root().hex(),
                report.signedSize(),
                alarm.map(Finding::index).orElse(-1L),
                message,
                report.findings().stream().map(Finding::text).toList());
    }

    private Consistency consistency(Sizes sizes) {
        if (sizes.to() > ledger.size()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND, "the log has " + ledger.size() + " entries, and not " + sizes.to());
        }
        List<String> hashes = ledger.consistency(sizes.from(), sizes.to()).stream()
                .map(Digest::hex)
                .toList();
        return new Consistency(sizes.from(), sizes.to(), hashes);
    }

    private Signed checkpoint() {
        SignedCheckpoint signed = ledger.checkpoint();
        Cosignatures.Standing standing = cosignatures.standing();
        return new Signed(
                cosignatures.dressed(signed).encoded(),
                signed.checkpoint().size(),
                signed.checkpoint().root().hex(),
                standing.of() == 0 ? "" : standing.text());
    }

    private Line line(LoggedEntry logged) {
        Entry entry = EntryCodec.parse(logged.bytes());
        return switch (entry) {
            case Entry.Booted e -> line(logged, e, "boot", "", "boot " + e.boot() + ", version " + e.version());
            case Entry.Intent e -> line(logged, e, "intent", e.id().toString(), text(e.act()));
            case Receipt e ->
                line(
                        logged,
                        e,
                        e.ending().word(),
                        e.id().toString(),
                        text(e.act()) + (e.note().isEmpty() ? "" : " (" + e.note() + ")"));
            case Entry.Asked e -> line(logged, e, "asked", e.id().toString(), text(e.act()));
            case Entry.Answered e ->
                line(
                        logged,
                        e,
                        "answered",
                        e.id().toString(),
                        (e.approved() ? "approved" : "denied") + " by " + e.by());
            case Entry.Switched e ->
                line(logged, e, "switch", "", (e.halted() ? "halted: " : "released: ") + e.reason());
            case Entry.Noted e -> line(logged, e, "note", brief(e.subject()), notes.apply(e));
        };
    }

    /** A digest is told by its first digits. */
    private static String brief(String subject) {
        return subject.length() == 2 * Digest.SIZE_BYTES ? subject.substring(0, DIGITS_SHOWN) : subject;
    }

    private static Line line(LoggedEntry logged, Entry entry, String kind, String id, String text) {
        return new Line(logged.index(), entry.atMillis(), kind, id, OneLine.whole(text));
    }

    private static String text(Act act) {
        return act.op() + " " + act.target();
    }

    private static String text(Lines lines) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines.entries()) {
            text.append(String.format(
                    "%6d  %sZ  %-9s %-8s %s%n",
                    line.index(),
                    Instant.ofEpochMilli(line.atMillis())
                            .toString()
                            .substring(0, 19)
                            .replace('T', ' '),
                    line.kind(),
                    line.id(),
                    OneLine.of(line.text())));
        }
        return text.toString().stripTrailing();
    }

    private static String text(Verified verified) {
        StringBuilder text = new StringBuilder(verified.message());
        text.append("\nroot ").append(verified.root());
        text.append("\nsigned: the first ").append(verified.checkpointSize());
        verified.findings().forEach(finding -> text.append("\n- ").append(finding));
        return text.toString();
    }
}
