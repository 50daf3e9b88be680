package stemma.policy;

import java.util.ArrayList;
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
 * questions the one that more operators have to sign; then the first match names the deciding rule, that of
 * the higher {@link Layer} first. What no rule allows is denied. The {@link Floor} is part of every set.
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

    private final RuleSet set;
    private final Floor floor;
    private final Grants grants;
    private final Clock clock;
    private final OpRules.Book book;

    private RulePolicy(RuleSet set, Floor floor, Grants grants, Clock clock) {
        this.set = set;
        this.floor = floor;
        this.grants = grants;
        this.clock = clock;
        this.book = new OpRules.Book(set.rules());
    }

    /** Whether it only turns a yes into a question. */
    static boolean lifts(Rule rule) {
        return rule.layer() == Layer.FLOOR && rule.decision() == Decision.ASK;
    }

    /**
     * Compiles a rules file; the machine's clock tells it the time, and nothing is managed.
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
        RuleParser.Parsed home = RuleParser.written(source, ops, places).parse(utf8);
        return of(home, RuleParser.Parsed.NONE, places, grants, clock);
    }

    /** A home's rules below an administrator's. */
    static RulePolicy of(RuleParser.Parsed home, RuleParser.Parsed managed, Places places, Grants grants, Clock clock) {
        Floor floor = new Floor(places);
        return new RulePolicy(new RuleSet(floor, managed, home), floor, grants, clock);
    }

    /** The rules a new home begins with, as text. */
    public static byte[] template() {
        return Floor.resource("default.rules");
    }

    /** The same rules over other grants and by another clock. */
    RulePolicy with(Grants others, Clock other) {
        return new RulePolicy(set, floor, others, other);
    }

    /** The same home's rules below other managed ones. */
    RulePolicy below(RuleParser.Parsed others) {
        return new RulePolicy(new RuleSet(floor, others, set.home()), floor, grants, clock);
    }

    /** What the rules were compiled from. */
    RuleSet set() {
        return set;
    }

    /** What tells the rules the time. */
    Clock clock() {
        return clock;
    }

    /** Names the home's file that this set was compiled from. */
    public Digest digest() {
        return set.home().digest();
    }

    /** The rules in the order in which they win, those of every layer. */
    List<Rule> rules() {
        return set.rules();
    }

    /** How many rules the home's file itself holds, with its limits. */
    int written() {
        return set.home().size();
    }

    List<LimitRule> limits() {
        return set.limits();
    }

    /** The limits that an act counts with now. */
    List<LimitRule> limits(Act act) {
        return limits(act, clock);
    }

    /** The limits that it counted with then, as far as it can be said. */
    List<LimitRule> limits(Act act, long atMillis) {
        return limits(act, new StoppedClock(atMillis));
    }

    private List<LimitRule> limits(Act act, Clock when) {
        List<LimitRule> named = set.limits().stream()
                .filter(limit -> limit.rule().covers(act.op()))
                .toList();
        if (named.isEmpty() || floor.refusal(act, TargetKind.of(act.op())).isPresent()) {
            return List.of();
        }
        List<Subject> subjects = subjects(act, true, when);
        return named.stream().filter(limit -> limit.counts(subjects)).toList();
    }

    /**
     * Where the files name ops that this node does not perform, so that nothing comes of it; one line for
     * each, with its place.
     */
    public List<String> idle() {
        return set.idle();
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
        return subjects(act, book.of(act.op()).main().readsWords(), clock);
    }

    private List<Subject> subjects(Act act, boolean words, Clock when) {
        TargetKind kind = TargetKind.of(act.op());
        if (kind != TargetKind.COMMAND || !words) {
            return List.of(new Subject(act, kind, CommandPart.NONE, grants, when));
        }
        List<Subject> subjects = new ArrayList<>();
        CommandLine.parts(act.target()).forEach(part -> subjects.add(new Subject(act, kind, part, grants, when)));
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
                ? RuleVerdict.unruled(subject.act(), rules.mentioned())
                : unclear(rules, subject, part.cloud());
    }

    private static Verdict unclear(OpRules rules, Subject subject, String why) {
        return rules.main().nearlyGrants(subject)
                ? new Verdict.Ask(UNCLEAR, why, rules.main().quorum(subject))
                : RuleVerdict.unruled(subject.act(), rules.mentioned());
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
