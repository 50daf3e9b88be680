package stemma.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Policy;
import stemma.core.Trust;
import stemma.core.Verdict;

/**
 * A compiled set of rules. Deny wins over ask and ask over allow, whatever their order in the file, and of
 * questions the one that more operators have to sign; then the first match names the deciding rule. What no
 * rule allows is denied. The {@link Floor} is part of every set.
 *
 * <p>A question is a way to a yes, so a rule that asks is read both ways: to the letter it lets an act
 * be asked about that would be denied otherwise; widely it turns a yes into a question. Immutable and
 * thread-safe; grants are looked up at judgement.
 *
 * <p>A command line of several commands is judged by its parts, and the strictest part decides: one
 * part that nothing allows denies the whole.
 */
public final class RulePolicy implements Policy {
    /** Names the verdict on what no rule speaks of. */
    public static final String DEFAULT = "default deny";

    /** Names the question about a command that cannot be judged to the letter. */
    static final String UNCLEAR = Floor.SOURCE + ": what cannot be judged is asked";

    static final String FORM = Floor.SOURCE + ": what no rule overrides";

    private static final String REOPEN = Floor.SOURCE + ": an operator can always change the rules";

    private final Digest digest;
    private final List<Rule> ranked;
    private final Floor floor;
    private final Grants grants;
    private final Clock clock;
    private final List<RulesBroken.Fault> idle;
    private final OpRules.Book book;

    private RulePolicy(
            Digest digest, List<Rule> ranked, List<RulesBroken.Fault> idle, Floor floor, Grants grants, Clock clock) {
        this.digest = digest;
        this.ranked = ranked;
        this.idle = List.copyOf(idle);
        this.floor = floor;
        this.grants = grants;
        this.clock = clock;
        this.book = new OpRules.Book(ranked);
    }

    /** Whether it only turns a yes into a question. */
    static boolean lifts(Rule rule) {
        return rule.source().equals(Floor.SOURCE) && rule.decision() == Decision.ASK;
    }

    /**
     * Compiles a rules file; the machine's clock tells it the time.
     *
     * @param utf8 the file's bytes
     * @param source its name in receipts and messages
     * @param ops every op the node knows; empty to accept any
     * @throws RulesBroken when anything in it is no rule; nothing of it is used then
     */
    public static RulePolicy compile(byte[] utf8, String source, Set<String> ops, Places places, Grants grants) {
        return compile(utf8, source, ops, places, grants, Clock.system());
    }

    /** The same by a given clock. */
    static RulePolicy compile(byte[] utf8, String source, Set<String> ops, Places places, Grants grants, Clock clock) {
        return compile(utf8, RuleParser.written(source, ops, places), places, grants, clock);
    }

    /**
     * Compiles rules that were adopted before, maybe by a build that knew other ops; what they say of an
     * unknown one is {@link #idle} instead of a fault.
     */
    static RulePolicy adopted(byte[] utf8, String source, Set<String> ops, Places places, Grants grants, Clock clock) {
        return compile(utf8, RuleParser.adopted(source, ops, places), places, grants, clock);
    }

    private static RulePolicy compile(byte[] utf8, RuleParser parser, Places places, Grants grants, Clock clock) {
        Floor floor = new Floor(places);
        RuleParser.Parsed parsed = parser.parse(utf8);
        List<Rule> rules = new ArrayList<>(floor.rules());
        rules.addAll(parsed.rules());
        rules.sort(Comparator.comparing(Rule::decision)
                .thenComparing(rule -> rule.quorum().needed(), Comparator.reverseOrder()));
        return new RulePolicy(Digest.of(utf8), List.copyOf(rules), parsed.idle(), floor, grants, clock);
    }

    /** The rules a new home begins with, as text. */
    public static byte[] template() {
        return Floor.resource("default.rules");
    }

    /** The same rules over other grants. */
    RulePolicy with(Grants others) {
        return new RulePolicy(digest, ranked, idle, floor, others, clock);
    }

    /** What tells the rules the time. */
    Clock clock() {
        return clock;
    }

    /** Names the file this set was compiled from. */
    public Digest digest() {
        return digest;
    }

    /** The rules in the order in which they win, the floor's among them. */
    List<Rule> rules() {
        return ranked;
    }

    /** How many rules the file itself holds. */
    int written() {
        return (int) ranked.stream()
                .filter(rule -> !rule.source().equals(Floor.SOURCE))
                .count();
    }

    /**
     * Where the file names ops that this node does not perform, so that nothing comes of it; one line for
     * each, with its place.
     */
    public List<String> idle() {
        return idle.stream().map(RulesBroken.Fault::toString).toList();
    }

    Grants grants() {
        return grants;
    }

    Floor floor() {
        return floor;
    }

    @Override
    public Verdict judge(Act act) {
        TargetKind kind = TargetKind.of(act.op());
        Optional<String> refusal = floor.refusal(act, kind);
        if (refusal.isPresent()) {
            return new Verdict.Deny(FORM, refusal.get());
        }
        if (reopens(act)) {
            return new Verdict.Allow(REOPEN);
        }
        OpRules rules = book.of(act.op());
        if (kind == TargetKind.COMMAND && rules.main().readsWords()) {
            return judgeParts(act, rules);
        }
        return verdict(rules, new Subject(act, kind, CommandPart.NONE, grants, clock));
    }

    /** Rules can deny a person anything but to change the rules: a set that locks out could never be left. */
    static boolean reopens(Act act) {
        return act.op().equals(RuleBook.ADOPT.name())
                && act.actor().kind() == Actor.Kind.OPERATOR
                && act.provenance().trust() == Trust.OPERATOR;
    }

    /** What the act's target is judged as: its commands, or itself. */
    List<Subject> subjects(Act act) {
        TargetKind kind = TargetKind.of(act.op());
        if (kind != TargetKind.COMMAND || !book.of(act.op()).main().readsWords()) {
            return List.of(new Subject(act, kind, CommandPart.NONE, grants, clock));
        }
        List<Subject> subjects = new ArrayList<>();
        CommandLine.parts(act.target()).forEach(part -> subjects.add(new Subject(act, kind, part, grants, clock)));
        return subjects;
    }

    private Verdict judgeParts(Act act, OpRules rules) {
        Verdict worst = new Verdict.Allow("");
        for (Subject subject : subjects(act)) {
            Verdict verdict = switch (subject.part().kind()) {
                case COMMAND -> verdict(rules, subject);
                case HINT -> rules.main().find(subject) == RuleIndex.NO_RULE ? worst : verdict(rules, subject);
                case FILE -> opened(rules, subject).orElse(worst);
                case DOUBT, UNREAD -> doubted(rules, subject).orElse(worst);
            };
            if (worst.rule().isEmpty() || Decision.stricter(verdict, worst)) {
                worst = verdict;
            }
        }
        return worst.rule().isEmpty()
                ? verdict(rules, new Subject(act, TargetKind.COMMAND, CommandPart.NONE, grants, clock))
                : worst;
    }

    /** What shows as unclear is asked, but for those who may do anything; what cannot be read is asked of all. */
    private static Optional<Verdict> doubted(OpRules rules, Subject subject) {
        int rank = rules.main().find(subject);
        if (rank == RuleIndex.NO_RULE) {
            return Optional.of(unclear(rules, subject, subject.part().doubt()));
        }
        boolean allowed = rules.main().rule(rank).decision() == Decision.ALLOW;
        if (allowed && subject.part().kind() == CommandPart.Kind.UNREAD) {
            return Optional.of(new Verdict.Ask(
                    UNCLEAR, subject.part().doubt(), rules.main().quorum(subject)));
        }
        return allowed ? Optional.empty() : Optional.of(verdict(rules, subject));
    }

    private static Verdict unmatched(OpRules rules, Subject subject) {
        CommandPart part = subject.part();
        return part.words().isEmpty() || !part.clouded()
                ? RuleVerdict.unruled(subject.act())
                : unclear(rules, subject, part.cloud());
    }

    private static Verdict unclear(OpRules rules, Subject subject, String why) {
        return rules.main().nearlyGrants(subject)
                ? new Verdict.Ask(UNCLEAR, why, rules.main().quorum(subject))
                : RuleVerdict.unruled(subject.act());
    }

    /**
     * A file that the shell opens is judged as if the actor opened it. Whoever may run anything may
     * write in the box what no rule denies by name.
     */
    private Optional<Verdict> opened(OpRules rules, Subject subject) {
        OpenedFile file = OpenedFile.of(subject, floor.places());
        if (file.stream()) {
            return Optional.empty();
        }
        Optional<Verdict> denied = file.act().flatMap(this::deniedByName);
        if (denied.isPresent()) {
            return denied;
        }
        int rank = rules.main().find(subject);
        boolean anything = rank != RuleIndex.NO_RULE && rules.main().rule(rank).decision() == Decision.ALLOW;
        boolean granted = file.act()
                .filter(open -> file.harmless() || judge(open) instanceof Verdict.Allow)
                .isPresent();
        return anything || granted ? Optional.empty() : Optional.of(unclear(rules, subject, file.why()));
    }

    private Optional<Verdict> deniedByName(Act act) {
        TargetKind kind = TargetKind.of(act.op());
        RuleIndex main = book.of(act.op()).main();
        int rank = floor.refusal(act, kind).isPresent()
                ? RuleIndex.NO_RULE
                : main.find(new Subject(act, kind, CommandPart.NONE, grants, clock));
        boolean named = rank != RuleIndex.NO_RULE
                && main.rule(rank).decision() == Decision.DENY
                && !main.rule(rank).sweeping();
        return named ? Optional.of(main.verdict(rank)) : Optional.empty();
    }

    private static Verdict verdict(OpRules rules, Subject subject) {
        int rank = rules.main().find(subject);
        if (rank == RuleIndex.NO_RULE) {
            return unmatched(rules, subject);
        }
        Rule rule = rules.main().rule(rank);
        boolean question = rule.decision() == Decision.ASK && !subject.part().hint();
        if (question && !rule.hits(subject, Reach.NARROW) && !rules.main().grants(subject)) {
            return unmatched(rules, subject);
        }
        if (rule.decision() != Decision.DENY && !rule.quorum().wanted()) {
            int lift = rules.lift().find(subject);
            return lift == RuleIndex.NO_RULE
                    ? rules.main().verdict(rank)
                    : rules.lift().verdict(lift);
        }
        return rules.main().verdict(rank);
    }
}
