package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.ActRefused;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Artifact;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Digest;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.store.Disk;
import stemma.store.StateDb;

/** How one set of rules follows another while the node runs: put in force, look back, go back. */
public final class PolicyHistory {
    /** Adoptions that are listed; older ones stay in the log. */
    static final int ADOPTIONS_MAX = 200;

    private static final int DIGEST_CHARS_MIN = 8;
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{" + DIGEST_CHARS_MIN + ",64}");

    private final Gate gate;
    private final RuleBook book;
    private final RulesInForce rules;
    private final RuleTexts texts;
    private final StateDb db;
    private final Settled settled;

    /** Waits until the tables hold what the log holds. */
    @FunctionalInterface
    public interface Settled {
        void settle() throws InterruptedException;
    }

    public PolicyHistory(Gate gate, RuleBook book, RulesInForce rules, Disk disk, StateDb db, Settled settled) {
        this.gate = gate;
        this.book = book;
        this.rules = rules;
        this.texts = new RuleTexts(disk);
        this.db = db;
        this.settled = settled;
    }

    /** Rules to put in force. */
    public record Next(
            @Param(
                    value = "the absolute path of a rules file; without one, policy.rules in the home",
                    byDefault = "",
                    position = 0)
            String file,

            @Param(value = "the rules themselves, instead of a file", byDefault = "")
            String text) {}

    /** Names rules that were in force once. */
    public record Earlier(
            @Param(
                    value = "the act that adopted them, such as 3.41, or the first 8 digits of their digest or more",
                    position = 0)
            String which) {}

    /**
     * Rules that are in force now.
     *
     * @param act that put them in force
     * @param before digest of those that were
     */
    public record Adopted(String act, String digest, int rules, String before) {}

    /**
     * One adoption.
     *
     * @param file policy.rules, or managed.rules
     * @param current whether these are the rules in force
     */
    public record Adoption(
            String act, String file, String digest, String by, int rules, long atMillis, boolean current) {}

    /** Adoptions, the newest first. */
    public record Adoptions(List<Adoption> adoptions) {
        public Adoptions {
            adoptions = List.copyOf(adoptions);
        }
    }

    /**
     * What stands in the rules file of the home.
     *
     * @param current whether just that is in force
     */
    public record Text(String text, boolean current) {}

    /** Every operation, declared before there is anything to ask. */
    public static List<Operation<?, ?>> all(Supplier<PolicyHistory> live) {
        return List.of(
                new Operation<>(
                        "policy.adopt",
                        "Put a rules file in force, without a restart",
                        Next.class,
                        Adopted.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().adopt(in, call),
                        PolicyHistory::said),
                new Operation<>(
                        "policy.rollback",
                        "Put rules in force again that were adopted before",
                        Earlier.class,
                        Adopted.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().rollback(in, call),
                        PolicyHistory::said),
                new Operation<>(
                        "policy.history",
                        "List which rules were adopted, when and by whom",
                        Operation.Nothing.class,
                        Adoptions.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().history(),
                        PolicyHistory::said),
                new Operation<>(
                        "policy.text",
                        "Print the rules file of the home",
                        Operation.Nothing.class,
                        Text.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().text(),
                        text -> Shown.lines(text.text().stripTrailing())));
    }

    private Adopted adopt(Next in, Call call) {
        if (book.managed().isFile(in.file())) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    in.file() + " is put in force by itself within " + ManagedWatch.POLL_MILLIS / 1_000
                            + " s, or when the node starts; see stemma policy history");
        }
        RuleTexts.Written next = texts.given(in.file(), in.text()).orElseGet(book::written);
        return adopt(next.utf8(), next.source(), call);
    }

    private Adopted rollback(Earlier in, Call call) throws InterruptedException {
        settled.settle();
        AdoptionProjection.Past past = in.which().indexOf('.') < 0 ? digest(in.which()) : act(in.which());
        if (!past.file().equals(RuleBook.FILE)) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "act " + past.act() + " adopted managed rules, which come from their file alone");
        }
        byte[] text = book.kept(past.digest())
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND, "the text of these rules is not kept any more; nothing was changed"));
        return adopt(text, RuleBook.FILE + " of act " + past.act(), call);
    }

    /** Says what is wrong with the rules before an act is made of them. */
    private Adopted adopt(byte[] utf8, String source, Call call) {
        if (call.caller().kind() != Actor.Kind.OPERATOR) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "only an operator changes the rules, not " + call.caller());
        }
        RulePolicy next = RuleTexts.mended(() -> book.strict(utf8, source, rules.current()));
        String before = rules.current().digest().hex();
        Act act = RuleBook.adoption(utf8, call.caller());
        return switch (gate.perform(RuleBook.ADOPT, act, utf8)) {
            case Result.Ended<Artifact> ended
            when ended.done().isPresent() ->
                new Adopted(ended.receipt().id().toString(), next.digest().hex(), next.written(), before);
            case Result.Ended<Artifact> ended -> throw new ActRefused(ended.receipt());
            case Result.Waiting<Artifact>(Approval approval) -> throw new ActWaiting(approval);
        };
    }

    private AdoptionProjection.Past act(String which) {
        ActId id = ActId.given(which);
        return db.read(sql -> AdoptionProjection.by(sql, id))
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND, "act " + id + " adopted no rules; see stemma policy history"));
    }

    private AdoptionProjection.Past digest(String which) {
        if (!DIGITS.matcher(which).matches()) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT,
                    "name an act such as 3.41, or the first " + DIGEST_CHARS_MIN + " to 64 digits of a digest");
        }
        List<AdoptionProjection.Past> found = db.read(sql -> AdoptionProjection.beginning(sql, which, 2));
        if (found.size() > 1) {
            throw new Refusal(Refusal.Kind.CONFLICT, "more than one digest begins with " + which + "; give more of it");
        }
        if (found.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "no rules with the digest " + which + " were adopted; see stemma policy history");
        }
        return found.getFirst();
    }

    private Adoptions history() throws InterruptedException {
        settled.settle();
        Set<String> seen = new HashSet<>();
        List<Adoption> adoptions = new ArrayList<>();
        for (AdoptionProjection.Past past : db.read(sql -> AdoptionProjection.newest(sql, ADOPTIONS_MAX))) {
            String digest = past.digest().hex();
            adoptions.add(new Adoption(
                    past.act().toString(),
                    past.file(),
                    digest,
                    past.by(),
                    past.rules(),
                    past.atMillis(),
                    seen.add(past.file()) && digest.equals(current(past.file()))));
        }
        return new Adoptions(adoptions);
    }

    private String current(String file) {
        RuleSet set = rules.current().set();
        return (file.equals(ManagedFile.NAME) ? set.managed() : set.home())
                .digest()
                .hex();
    }

    private Text text() {
        RuleTexts.Written written = book.written();
        String text = new String(written.utf8(), StandardCharsets.UTF_8);
        return new Text(text, Digest.of(written.utf8()).equals(rules.current().digest()));
    }

    private static String said(Adopted adopted) {
        String back = adopted.before().equals(adopted.digest())
                ? "These were in force before."
                : "Back to those before: stemma policy rollback " + brief(adopted.before());
        return "In force: " + adopted.rules() + " rules, " + brief(adopted.digest()) + ", by act " + adopted.act()
                + "\n" + back;
    }

    private static String said(Adoptions all) {
        if (all.adoptions().isEmpty()) {
            return "No rules were adopted yet.";
        }
        List<List<String>> rows = new ArrayList<>();
        for (Adoption each : all.adoptions()) {
            rows.add(List.of(
                    each.act(),
                    Instant.ofEpochMilli(each.atMillis())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString(),
                    each.file(),
                    brief(each.digest()),
                    each.rules() + " rules",
                    each.by(),
                    each.current() ? "in force" : ""));
        }
        return Shown.table(rows) + "\n\nGo back: stemma policy rollback ACT";
    }

    private static String brief(String digest) {
        return digest.substring(0, DIGEST_CHARS_MIN + 4);
    }
}
