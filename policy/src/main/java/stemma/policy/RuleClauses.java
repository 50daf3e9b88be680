package stemma.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import stemma.core.Actor;
import stemma.core.Quorum;
import stemma.core.Trust;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/** What may follow the target, in any order, each once. */
final class RuleClauses {
    private final TargetPatterns patterns;
    private final TargetPatterns paths;
    private final Set<String> said = new HashSet<>();
    private List<TargetPattern> folders = List.of();
    private RuleTimes times = RuleTimes.ALWAYS;
    private Quorum quorum = Quorum.NONE;
    private int folderColumn;
    private List<TargetPattern> except = List.of();
    private final List<Rule.ActorPattern> actors = new ArrayList<>();
    private Trust most = Trust.OPERATOR;
    private Trust least = Trust.OUTSIDE;
    private boolean trusted;
    private int count;
    private LimitRule.Period period = LimitRule.Period.SECOND;

    private RuleClauses(TargetPatterns patterns, TargetPatterns paths) {
        this.patterns = patterns;
        this.paths = paths;
    }

    /** Reads all that is left of a line. */
    static RuleClauses read(WordCursor words, TargetPatterns patterns, TargetPatterns paths) throws Wrong {
        RuleClauses clauses = new RuleClauses(patterns, paths);
        while (words.more()) {
            clauses.read(words);
        }
        clauses.settle();
        return clauses;
    }

    List<TargetPattern> except() {
        return except;
    }

    List<Rule.ActorPattern> actors() {
        return actors;
    }

    /** The most that is trusted of what the rule speaks of. */
    Trust most() {
        return most;
    }

    Trust least() {
        return least;
    }

    List<TargetPattern> folders() {
        return folders;
    }

    RuleTimes times() {
        return times;
    }

    /** Who has to sign the yes. */
    Quorum quorum() {
        return quorum;
    }

    private void read(WordCursor words) throws Wrong {
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
            case "to" -> to(words, column);
            case "quorum" -> quorum = QuorumClause.read(words, once(word));
            case "tainted" -> trust(Trust.WORKSPACE, Trust.OUTSIDE, column);
            default ->
                throw new Wrong(
                        column,
                        "'" + word.text()
                                + "' cannot stand here; after the target come except, by, trusted, tainted, in, at,"
                                + " on, until or quorum");
        }
    }

    /** Where the clause stands; a second one of its kind is a mistake. */
    private int once(Word clause) throws Wrong {
        if (!said.add(clause.text())) {
            throw new Wrong(clause.column(), "'" + clause.text() + "' stands once; write two rules");
        }
        return clause.column();
    }

    private Word moment(Word clause, WordCursor words) throws Wrong {
        once(clause);
        return words.next("'" + clause.text() + "' is followed by a time; quote the word if it belongs to the target");
    }

    /** {@code to 60 a minute}; the line has to be a limit. */
    LimitRule limit(Rule rule, int column) throws Wrong {
        if (count == 0) {
            throw new Wrong(column, "a limit ends with how often, as in: to 60 a minute");
        }
        return new LimitRule(rule, count, period);
    }

    private void to(WordCursor words, int column) throws Wrong {
        if (!words.limit()) {
            throw new Wrong(column, "'to' says how often, in a line that begins with limit");
        }
        if (count > 0) {
            throw new Wrong(column, "'to' stands once; write two limits");
        }
        Word number = words.next("'to' is followed by how often, such as 60 a minute");
        if (!number.text().matches("[1-9][0-9]{0,4}") || Integer.parseInt(number.text()) > LimitRule.COUNT_MAX) {
            throw new Wrong(number.column(), "how often is a number from 1 to " + LimitRule.COUNT_MAX);
        }
        if (!words.take("a") && !words.take("an")) {
            throw new Wrong(words.column(), "after the number comes a second, a minute, an hour or a day");
        }
        Word span = words.next("after 'a' comes second, minute, hour or day");
        period = Arrays.stream(LimitRule.Period.values())
                .filter(each -> each.word().equals(span.text()))
                .findFirst()
                .orElseThrow(() -> new Wrong(
                        span.column(), "'" + span.text() + "' is no span; they are second, minute, hour and day"));
        count = Integer.parseInt(number.text());
    }

    private void in(WordCursor words, int column) throws Wrong {
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
        boolean goals = !actors.isEmpty() && actors.stream().allMatch(actor -> actor.kind() == Actor.Kind.GOAL);
        if (!folders.isEmpty() && !goals) {
            throw new Wrong(folderColumn, "'in' speaks of the folder that a goal was given, so add: by goal");
        }
    }

    private void except(WordCursor words, int column) throws Wrong {
        List<Word> written = words.untilKeyword();
        if (written.isEmpty() || !except.isEmpty()) {
            throw new Wrong(column, "'except' is followed by what the rule leaves out, once: " + patterns.example());
        }
        except = patterns.compile(written);
    }

    private void by(WordCursor words, int column) throws Wrong {
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

    private void trusted(WordCursor words, int column) throws Wrong {
        Word level = words.next("'trusted' is followed by a level: operator, node, workspace, model, peer or outside");
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
