package stemma.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.Digest;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/**
 * Reads a rules file: one rule a line, in the order a person would say it.
 *
 * <pre>
 *   rule    = verdict op{,op} pattern... [except pattern...] [by actor {or actor}]
 *             [trusted LEVEL or more | trusted LEVEL or less | tainted]
 *             [in folder...] [at 09:00-18:00] [on mon-fri] [until 2026-12-31]
 *             [quorum 2 of ada, ben, cleo] [to COUNT a second|minute|hour|day] [# reason]
 *   verdict = allow | ask | deny, or limit, which alone is followed by "to"
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
    /** Each is looked at for each act that may happen. */
    static final int LIMITS_MAX = 100;

    static final int LINE_CHARS_MAX = 1_000;
    static final int FAULTS_MAX = 20;

    private static final String BEGINS = "a rule begins with allow, ask, deny or limit";

    private final Layer layer;
    private final String source;
    private final OpNames ops;
    private final Places places;
    private final boolean adopted;

    private RuleParser(Layer layer, String source, Set<String> ops, Places places, boolean adopted) {
        this.layer = layer;
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
        return new RuleParser(Layer.HOME, source, ops, places, false);
    }

    /** Reads what was adopted before, maybe by another build: an op that is not known is no fault. */
    static RuleParser adopted(String source, Set<String> ops, Places places) {
        return new RuleParser(Layer.HOME, source, ops, places, true);
    }

    /** Reads the program's own rules. */
    static RuleParser floor(Places places) {
        return new RuleParser(Layer.FLOOR, Floor.SOURCE, Set.of(), places, false);
    }

    /**
     * Reads what the administrator of the machine wrote.
     *
     * @param adopted whether it was adopted before, so that an op that is not known is no fault
     */
    static RuleParser managed(Set<String> ops, Places places, boolean adopted) {
        return new RuleParser(Layer.MANAGED, ManagedFile.NAME, ops, places, adopted);
    }

    /**
     * What a file says.
     *
     * @param digest of its bytes
     * @param rules in file order
     * @param limits in file order
     * @param idle each name in it that no op has
     */
    record Parsed(Digest digest, List<Rule> rules, List<LimitRule> limits, List<RulesBroken.Fault> idle) {
        /** No file. */
        static final Parsed NONE = new Parsed(Digest.EMPTY, List.of(), List.of(), List.of());

        Parsed {
            rules = List.copyOf(rules);
            limits = List.copyOf(limits);
            idle = List.copyOf(idle);
        }

        /** Rules and limits. */
        int size() {
            return rules.size() + limits.size();
        }
    }

    /** Throws {@link RulesBroken}. */
    Parsed parse(byte[] utf8) {
        if (utf8.length > FILE_BYTES_MAX) {
            throw broken(1, 1, "the file has more than " + FILE_BYTES_MAX + " bytes; join rules with globs");
        }
        List<Rule> rules = new ArrayList<>();
        List<LimitRule> limits = new ArrayList<>();
        List<RulesBroken.Fault> idle = new ArrayList<>();
        List<RulesBroken.Fault> faults = new ArrayList<>();
        String[] lines = decode(utf8).split("\n", -1);
        for (int i = 0; i < lines.length && faults.size() < FAULTS_MAX; i++) {
            try {
                line(lines[i], i + 1, rules, limits, idle);
                if (rules.size() > RULES_MAX || limits.size() > LIMITS_MAX) {
                    throw new Wrong(
                            1,
                            "a file has at most " + RULES_MAX + " rules and " + LIMITS_MAX
                                    + " limits; join some with globs");
                }
            } catch (Wrong wrong) {
                faults.add(fault(i + 1, wrong));
            }
        }
        if (!faults.isEmpty()) {
            throw new RulesBroken(faults);
        }
        return new Parsed(Digest.of(utf8), rules, limits, idle);
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

    private void line(String text, int number, List<Rule> rules, List<LimitRule> limits, List<RulesBroken.Fault> idle)
            throws Wrong {
        if (text.length() > LINE_CHARS_MAX) {
            throw new Wrong(
                    LINE_CHARS_MAX + 1, "a line has at most " + LINE_CHARS_MAX + " characters; write two rules");
        }
        RuleWords read = RuleWords.of(text);
        if (read.words().isEmpty()) {
            return;
        }
        if (layer == Layer.MANAGED) {
            requireOwnMeaning(read);
        }
        boolean limit = isLimit(read.words().getFirst());
        WordCursor words = new WordCursor(read, limit);
        Word verdict = words.next(BEGINS);
        Optional<Line> line = rule(limit ? Decision.DENY : decision(verdict), words, read, number, wrong -> {
            if (!adopted) {
                throw wrong;
            }
            idle.add(fault(number, wrong));
        });
        if (line.isEmpty()) {
            return;
        }
        if (limit) {
            limits.add(line.get().clauses().limit(line.get().rule(), read.end()));
        } else {
            rules.add(line.get().rule());
        }
    }

    private static boolean isLimit(Word word) {
        return !word.quoted() && word.text().equals("limit");
    }

    /** What binds a home may not mean what that home says: its model and its user's folder are its own words. */
    private static void requireOwnMeaning(RuleWords read) throws Wrong {
        for (Word word : read.words()) {
            String text = word.text();
            if (text.contains("{model}") || text.contains("{home}") || text.startsWith("~") || text.contains("(~")) {
                throw new Wrong(
                        word.column(),
                        "whoever runs the node says what {model}, {home} and ~ stand for, so that a managed rule"
                                + " spells it out, as /home/*/.ssh/** or the model's address");
            }
        }
    }

    /** A rule, and what stood after its target. */
    private record Line(Rule rule, RuleClauses clauses) {}

    /** Empty when every op it names is unknown. */
    private Optional<Line> rule(
            Decision decision, WordCursor words, RuleWords read, int number, OpNames.Unknown unknown) throws Wrong {
        Word op = words.next("name an op after '" + read.words().getFirst().text() + "', such as fs.write, fs.* or *");
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
        Rule rule = new Rule(
                layer,
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
                line);
        return Optional.of(new Line(rule, clauses));
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
        throw new Wrong(word.column(), "'" + word.text() + "' is no verdict; " + BEGINS);
    }
}
