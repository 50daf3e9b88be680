package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Auth;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.store.Disk;

/** What a person can find out about rules before they are in force. Nothing here changes anything. */
public final class PolicyChecks {
    /** Changed verdicts beyond this are counted and not listed. */
    static final int CHANGES_MAX = 200;

    private final RuleBook book;
    private final RulesInForce rules;
    private final RuleTexts texts;
    private final Supplier<List<Act>> recorded;
    private final Supplier<List<Approval>> questions;

    /**
     * @param questions that wait for an answer
     * @param recorded acts that the ledger holds, the newest first, as far as they are worth judging again
     */
    public PolicyChecks(
            RuleBook book,
            RulesInForce rules,
            Disk disk,
            Supplier<List<Approval>> questions,
            Supplier<List<Act>> recorded) {
        this.book = book;
        this.rules = rules;
        this.texts = new RuleTexts(disk);
        this.recorded = recorded;
        this.questions = questions;
    }

    /** A file that must be given. */
    public record Given(
            @Param(value = "the absolute path of the file", position = 0)
            String file) {}

    /** Names one question. */
    public record ById(
            @Param(value = "the approval's id, such as 3.41", position = 0)
            String id) {}

    /**
     * A rule that would have let the act of a question through.
     *
     * @param rule to add
     * @param change how the rule that asks would read then
     * @param line where that stands in the rules file, from 1
     */
    public record Offer(String rule, String change, int line) {}

    /** Rules to look at: a file, a text, or the rules in force. */
    public record Rules(
            @Param(
                    value = "the absolute path of a rules file; without one, the rules in force",
                    byDefault = "",
                    position = 0)
            String file,

            @Param(value = "the rules themselves, instead of a file", byDefault = "")
            String text) {}

    /** What came of the cases. */
    public record Tested(int cases, List<String> failures) implements Operation.Judgement {
        public Tested {
            failures = List.copyOf(failures);
        }

        @Override
        public boolean sound() {
            return failures.isEmpty();
        }
    }

    /**
     * Rules that change nothing.
     *
     * @param missing what a new home's rules allow and these never mention, so that it is denied; no fault
     */
    public record Linted(int rules, List<String> findings, List<String> missing) implements Operation.Judgement {
        public Linted {
            findings = List.copyOf(findings);
            missing = List.copyOf(missing);
        }

        @Override
        public boolean sound() {
            return findings.isEmpty();
        }
    }

    /**
     * What other rules would change.
     *
     * @param acts how many were judged by both
     * @param changed how many verdicts differ
     */
    public record Differs(int acts, int changed, List<String> changes) {
        public Differs {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Every operation, declared before there is anything to ask. Those that take a text are declared as
     * changes, though they change nothing: a text is too long for an address.
     */
    public static List<Operation<?, ?>> all(Supplier<PolicyChecks> live) {
        return List.of(
                new Operation<>(
                        "approval.always",
                        "Offer the rule that would let the act of a question through from now on",
                        ById.class,
                        Offer.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().always(in),
                        offer -> "To be asked this no more, let line " + offer.line() + " of policy.rules read\n  "
                                + Shown.plain(offer.change()) + "\nand add\n  " + Shown.plain(offer.rule())
                                + "\nTried: with these, the rules allow this very act."),
                new Operation<>(
                        "policy.test",
                        "Judge the acts of a file of cases by the rules in force",
                        Given.class,
                        Tested.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> RuleTexts.mended(() -> live.get().test(in)),
                        tested -> PolicyText.block(tested.failures())
                                + (tested.cases() - tested.failures().size()) + " of " + tested.cases()
                                + " cases hold"),
                new Operation<>(
                        "policy.lint",
                        "Find rules that change nothing",
                        Rules.class,
                        Linted.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> RuleTexts.mended(() -> live.get().lint(in)),
                        PolicyText::linted),
                new Operation<>(
                        "policy.diff",
                        "Show which verdicts a rules file would change",
                        PolicyHistory.Next.class,
                        Differs.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> RuleTexts.mended(() -> live.get().diff(in)),
                        differs -> PolicyText.block(differs.changes()) + differs.changed() + " of " + differs.acts()
                                + " verdicts change"));
    }

    private Offer always(ById in) {
        ActId id = ActId.given(in.id());
        Act act = questions.get().stream()
                .filter(question -> question.id().equals(id))
                .findFirst()
                .map(Approval::act)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND, "no question with the id " + id + " waits; see stemma approval list"));
        RulePolicy now = rules.current();
        return book.text(now)
                .flatMap(text -> AlwaysRule.propose(now, text, act, bytes -> book.strict(bytes, RuleBook.FILE, now)))
                .map(offer -> new Offer(offer.rule(), offer.change(), offer.line()))
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.CONFLICT,
                        "no rule of this home would let this act through: the floor or a managed rule asks, or it"
                                + " cannot be judged to the letter"));
    }

    private Tested test(Given in) {
        List<RuleCases.Case> cases = RuleCases.read(texts.content(in.file(), RuleCases.FILE_BYTES_MAX), in.file());
        List<String> failures = new ArrayList<>();
        for (RuleCases.Case each : cases) {
            Verdict verdict = each.judged(rules.current());
            if (Decision.of(verdict) != each.expected()) {
                failures.add(in.file() + ":" + each.line() + ": " + each.act().op() + " "
                        + each.act().target() + ": expected " + each.expected().word() + ", but it is "
                        + Decision.of(verdict).word() + " by " + verdict.rule());
            }
        }
        return new Tested(cases.size(), failures);
    }

    private Linted lint(Rules in) {
        RulePolicy policy = texts.given(in.file(), in.text())
                .map(given -> book.lenient(given.utf8(), given.source(), rules.current()))
                .orElseGet(rules::current);
        List<String> findings = new ArrayList<>(policy.idle());
        RuleLint.of(policy).forEach(finding -> findings.add(finding.toString()));
        List<String> missing = DefaultRules.missing(policy.set().mentioned(), book.ops());
        return new Linted(policy.written(), findings, missing);
    }

    private Differs diff(PolicyHistory.Next in) {
        RuleTexts.Written given = texts.given(in.file(), in.text()).orElseGet(book::written);
        RulePolicy next = book.strict(given.utf8(), given.source(), rules.current());
        RulePolicy now = rules.current();
        List<Act> acts = new ArrayList<>(recorded.get());
        for (List<ShellCorpus.Case> corpus : List.of(ShellCorpus.benign(), ShellCorpus.hostile())) {
            corpus.forEach(each ->
                    acts.add(RuleCases.act("proc.exec", each.command(), Actor.parse("goal:corpus"), Trust.WORKSPACE)));
        }
        List<Act> distinct = acts.stream().distinct().toList();
        List<String> changes = new ArrayList<>();
        int changed = 0;
        for (Act act : distinct) {
            Decision before = Decision.of(now.judge(act));
            Decision after = Decision.of(next.judge(act));
            if (before != after && changed++ < CHANGES_MAX) {
                changes.add(before.word() + " -> " + after.word() + "  " + act.op() + " " + Shown.plain(act.target())
                        + "  by " + act.actor());
            }
        }
        return new Differs(distinct.size(), changed, changes);
    }
}
