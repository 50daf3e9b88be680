package stemma.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import stemma.core.Actor;
import stemma.core.Trust;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/**
 * Reads a rules file: one rule a line, in the order a person would say it.
 *
 * <pre>
 *   rule    = verdict op{,op} pattern... [except pattern...] [by actor {or actor}]
 *             [trusted LEVEL or more | trusted LEVEL or less | tainted]
 *             [in folder...] [at 09:00-18:00] [on mon-fri] [until 2026-12-31] [# reason]
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

    private static final Set<String> KEYWORDS = Set.of("by", "except", "trusted", "tainted", "in", "at", "on", "until");

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
        Cursor words = new Cursor(read);
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
        Clauses clauses = new Clauses(patterns, new TargetPatterns(TargetKind.PATH, places));
        while (words.more()) {
            clauses.read(words);
        }
        clauses.settle();
        String line =
                String.join(" ", read.words().stream().map(RuleParser::spelled).toList());
        return Optional.of(new Rule(
                source,
                number,
                decision,
                names,
                targets,
                clauses.except,
                clauses.actors,
                clauses.most,
                clauses.least,
                clauses.folders,
                clauses.times,
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

    /** Walks over the words of a line. */
    private static final class Cursor {
        private final RuleWords read;
        private int at;

        Cursor(RuleWords read) {
            this.read = read;
        }

        boolean more() {
            return at < read.words().size();
        }

        int column() {
            return more() ? read.words().get(at).column() : read.end();
        }

        Word next(String otherwise) throws Wrong {
            if (!more()) {
                throw new Wrong(read.end(), otherwise);
            }
            return read.words().get(at++);
        }

        boolean take(String keyword) {
            boolean found = more()
                    && !read.words().get(at).quoted()
                    && read.words().get(at).text().equals(keyword);
            at += found ? 1 : 0;
            return found;
        }

        List<Word> untilKeyword() {
            int start = at;
            while (more()
                    && (read.words().get(at).quoted()
                            || !KEYWORDS.contains(read.words().get(at).text()))) {
                at++;
            }
            return read.words().subList(start, at);
        }
    }

    /** What may follow the target, in any order, each once. */
    private static final class Clauses {
        private final TargetPatterns patterns;
        private final TargetPatterns paths;
        private final Set<String> said = new HashSet<>();
        private List<TargetPattern> folders = List.of();
        private RuleTimes times = RuleTimes.ALWAYS;
        private int folderColumn;
        private List<TargetPattern> except = List.of();
        private final List<Rule.ActorPattern> actors = new ArrayList<>();
        private Trust most = Trust.OPERATOR;
        private Trust least = Trust.OUTSIDE;
        private boolean trusted;

        Clauses(TargetPatterns patterns, TargetPatterns paths) {
            this.patterns = patterns;
            this.paths = paths;
        }

        void read(Cursor words) throws Wrong {
            int column = words.column();
            Word word = words.next("");
            switch (word.text()) {
                case "except" -> except(words, column);
                case "by" -> by(words, column);
                case "trusted" -> trusted(words, column);
                case "in" -> in(words, column);
                case "at" -> times = times.at(moment(word, words));
                case "on" -> times = times.on(moment(word, words));
                case "until" -> times = times.until(moment(word, words));
                case "tainted" -> trust(Trust.WORKSPACE, Trust.OUTSIDE, column);
                default ->
                    throw new Wrong(
                            column,
                            "'" + word.text()
                                    + "' cannot stand here; after the target come except, by, trusted, tainted, in, at,"
                                    + " on or until");
            }
        }

        private Word moment(Word clause, Cursor words) throws Wrong {
            if (!said.add(clause.text())) {
                throw new Wrong(clause.column(), "'" + clause.text() + "' stands once; write two rules");
            }
            return words.next(
                    "'" + clause.text() + "' is followed by a time; quote the word if it belongs to the target");
        }

        private void in(Cursor words, int column) throws Wrong {
            List<Word> written = words.untilKeyword();
            if (written.isEmpty() || !folders.isEmpty()) {
                throw new Wrong(column, "'in' is followed by the folders it speaks of, once, such as /srv/app/**");
            }
            for (Word word : written) {
                if (word.text().startsWith("{workspace}")) {
                    throw new Wrong(word.column(), "{workspace} is the goal's own folder; name the folder itself");
                }
            }
            folders = paths.compile(written);
            folderColumn = column;
        }

        /** Nobody but a goal is given a folder, so a rule for others could never hold in one. */
        private void settle() throws Wrong {
            boolean goals =
                    !actors.isEmpty() && actors.stream().allMatch(actor -> actor.kind() == Actor.Kind.GOAL);
            if (!folders.isEmpty() && !goals) {
                throw new Wrong(folderColumn, "'in' speaks of the folder that a goal was given, so add: by goal");
            }
        }

        private void except(Cursor words, int column) throws Wrong {
            List<Word> written = words.untilKeyword();
            if (written.isEmpty() || !except.isEmpty()) {
                throw new Wrong(
                        column, "'except' is followed by what the rule leaves out, once: " + patterns.example());
            }
            except = patterns.compile(written);
        }

        private void by(Cursor words, int column) throws Wrong {
            if (!actors.isEmpty()) {
                throw new Wrong(column, "'by' stands once; join actors with or, as in: by operator or goal");
            }
            do {
                actors.add(actor(words.next("'by' is followed by operator, node, goal or run")));
            } while (words.take("or"));
        }

        private static Rule.ActorPattern actor(Word word) throws Wrong {
            int colon = word.text().indexOf(':');
            String kind = colon < 0 ? word.text() : word.text().substring(0, colon);
            for (Actor.Kind each : Actor.Kind.values()) {
                if (each.word().equals(kind)) {
                    return new Rule.ActorPattern(each, name(word, each, colon));
                }
            }
            throw new Wrong(
                    word.column(),
                    "'" + word.text()
                            + "' is no actor; write operator, node, goal or run, or one by name such as goal:3.41");
        }

        private static Optional<String> name(Word word, Actor.Kind kind, int colon) throws Wrong {
            if (colon < 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Actor(kind, word.text().substring(colon + 1)).name());
            } catch (IllegalArgumentException e) {
                throw new Wrong(word.column() + colon + 1, String.valueOf(e.getMessage()));
            }
        }

        private void trusted(Cursor words, int column) throws Wrong {
            Word level =
                    words.next("'trusted' is followed by a level: operator, node, workspace, model, peer or outside");
            Trust trust = level(level);
            boolean joined = words.take("or");
            if (joined && words.take("more")) {
                trust(Trust.OPERATOR, trust, column);
            } else if (joined && words.take("less")) {
                trust(trust, Trust.OUTSIDE, column);
            } else {
                throw new Wrong(
                        words.column(),
                        "say 'trusted " + trust.word() + " or more' or 'trusted " + trust.word() + " or less'");
            }
        }

        private static Trust level(Word word) throws Wrong {
            try {
                return Trust.parse(word.text().toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new Wrong(
                        word.column(),
                        "'" + word.text()
                                + "' is no level of trust; they are operator, node, workspace, model, peer and outside");
            }
        }

        private void trust(Trust from, Trust to, int column) throws Wrong {
            if (trusted) {
                throw new Wrong(column, "a rule names one range of trust; write two rules");
            }
            trusted = true;
            most = from;
            least = to;
        }
    }
}
