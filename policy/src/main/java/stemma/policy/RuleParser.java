package stemma.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/**
 * Reads a rules file: one rule a line, in the order a person would say it.
 *
 * <pre>
 *   rule    = verdict op{,op} pattern... [except pattern...] [by actor {or actor}]
 *             [trusted LEVEL or more | trusted LEVEL or less | tainted]
 *             [in folder...] [at 09:00-18:00] [on mon-fri] [until 2026-12-31]
 *             [quorum 2 of ada, ben, cleo] [# reason]
 *   verdict = allow | ask | deny
 *   op      = fs.write | fs.* | * | Bash(git:*) | FileEdit(*.md) | FileRead(docs/**)
 *   actor   = operator | node | goal | run, or one by name: goal:3.41
 * </pre>
 *
 * Patterns depend on the op's family: one or more path globs, the first words of one command, a
 * text. A word in double quotes is never a keyword and may hold blanks. All faults of a file
 * are found in one go; a file with any fault gives no rules at all.
 *
 * <p>Rules that were adopted once are read again by later builds, which may have lost an op. What
 * they say of it is idle, because nothing performs it; the rest of them must go on to hold.
 */
final class RuleParser {
    static final int FILE_BYTES_MAX = 256 * 1024;
    static final int RULES_MAX = 2_000;
    static final int LINE_CHARS_MAX = 1_000;
    static final int FAULTS_MAX = 20;

    private final String source;
    private final OpNames ops;
    private final Places places;
    private final boolean adopted;

    private RuleParser(String source, Set<String> ops, Places places, boolean adopted) {
        this.source = source;
        this.ops = new OpNames(Set.copyOf(ops));
        this.places = places;
        this.adopted = adopted;
    }

    /**
     * Reads what a person wrote.
     *
     * @param source name of the file in messages
     * @param ops every op the node knows, so that a misspelt one is found; empty to accept any
     */
    static RuleParser written(String source, Set<String> ops, Places places) {
        return new RuleParser(source, ops, places, false);
    }

    /** Reads what was adopted before, maybe by another build: an op that is not known is no fault. */
    static RuleParser adopted(String source, Set<String> ops, Places places) {
        return new RuleParser(source, ops, places, true);
    }

    /**
     * What a file says.
     *
     * @param rules in file order
     * @param idle each name in it that no op has
     */
    record Parsed(List<Rule> rules, List<RulesBroken.Fault> idle) {}

    /** Throws {@link RulesBroken}. */
    Parsed parse(byte[] utf8) {
        if (utf8.length > FILE_BYTES_MAX) {
            throw broken(1, 1, "the file has more than " + FILE_BYTES_MAX + " bytes; join rules with globs");
        }
        List<Rule> rules = new ArrayList<>();
        List<RulesBroken.Fault> idle = new ArrayList<>();
        List<RulesBroken.Fault> faults = new ArrayList<>();
        String[] lines = decode(utf8).split("\n", -1);
        for (int i = 0; i < lines.length && faults.size() < FAULTS_MAX; i++) {
            try {
                line(lines[i], i + 1, idle).ifPresent(rules::add);
                if (rules.size() > RULES_MAX) {
                    throw new Wrong(1, "a file has at most " + RULES_MAX + " rules; join some with globs");
                }
            } catch (Wrong wrong) {
                faults.add(fault(i + 1, wrong));
            }
        }
        if (!faults.isEmpty()) {
            throw new RulesBroken(faults);
        }
        return new Parsed(rules, idle);
    }

    private RulesBroken.Fault fault(int line, Wrong wrong) {
        return new RulesBroken.Fault(source, line, wrong.column(), String.valueOf(wrong.getMessage()));
    }

    private String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw broken(1, 1, "the file is not UTF-8 text; save it as UTF-8");
        }
    }

    private RulesBroken broken(int line, int column, String message) {
        return new RulesBroken(List.of(new RulesBroken.Fault(source, line, column, message)));
    }

    private Optional<Rule> line(String text, int number, List<RulesBroken.Fault> idle) throws Wrong {
        if (text.length() > LINE_CHARS_MAX) {
            throw new Wrong(
                    LINE_CHARS_MAX + 1, "a line has at most " + LINE_CHARS_MAX + " characters; write two rules");
        }
        RuleWords read = RuleWords.of(text);
        return read.words().isEmpty()
                ? Optional.empty()
                : rule(read, number, wrong -> {
                    if (!adopted) {
                        throw wrong;
                    }
                    idle.add(fault(number, wrong));
                });
    }

    /** Empty when every op it names is unknown. */
    private Optional<Rule> rule(RuleWords read, int number, OpNames.Unknown unknown) throws Wrong {
        WordCursor words = new WordCursor(read);
        Decision decision = decision(words.next("a rule begins with allow, ask or deny"));
        Word op = words.next("name an op after '" + decision.word() + "', such as fs.write, fs.* or *");
        List<String> names;
        List<TargetPattern> targets;
        Optional<SeedRule> seed = SeedRule.parse(op, decision);
        TargetPatterns patterns;
        if (seed.isPresent()) {
            names = seed.get().ops();
            for (String name : names) {
                if (ops.fault(name).isPresent()) {
                    unknown.name(new Wrong(
                            op.column(), "'" + op.text() + "' is " + name + ", and nothing here performs such an op"));
                    return Optional.empty();
                }
            }
            patterns = new TargetPatterns(TargetKind.of(names.getFirst()), places);
            targets = patterns.compile(seed.get().words());
        } else {
            names = ops.parse(op, unknown);
            if (names.isEmpty()) {
                return Optional.empty();
            }
            patterns = new TargetPatterns(TargetKind.of(names.getFirst()), places);
            List<Word> written = words.untilKeyword();
            if (written.isEmpty()) {
                throw new Wrong(
                        words.column(),
                        "say what " + op.text() + " acts on: " + patterns.example() + ", or * for anything");
            }
            targets = patterns.compile(written);
            if (OpNames.mixed(names) && !(targets.getFirst() instanceof TargetPattern.Any)) {
                throw new Wrong(
                        written.getFirst().column(),
                        "these ops act on different things, so the target is *; write one rule for each to say more");
            }
        }
        RuleClauses clauses = RuleClauses.read(words, patterns, new TargetPatterns(TargetKind.PATH, places));
        String line =
                String.join(" ", read.words().stream().map(RuleParser::spelled).toList());
        return Optional.of(new Rule(
                source,
                number,
                decision,
                names,
                targets,
                clauses.except(),
                clauses.actors(),
                clauses.most(),
                clauses.least(),
                clauses.folders(),
                clauses.times(),
                clauses.quorum(),
                read.comment(),
                line));
    }

    private static String spelled(Word word) {
        return word.quoted() ? '"' + word.text() + '"' : word.text();
    }

    private static Decision decision(Word word) throws Wrong {
        for (Decision decision : Decision.values()) {
            if (decision.word().equals(word.text()) && !word.quoted()) {
                return decision;
            }
        }
        throw new Wrong(word.column(), "'" + word.text() + "' is no verdict; a rule begins with allow, ask or deny");
    }
}
