package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/**
 * A file of cases: acts, and the verdicts that a person wants for them.
 *
 * <pre>
 *   op target... [by actor] [trusted LEVEL] [in FOLDER] [at MOMENT] =&gt; allow | ask | deny   # why
 *   proc.exec git status by goal in /work/app =&gt; allow
 *   fs.write /srv/x by goal at 2026-12-01T10:00Z =&gt; deny
 * </pre>
 *
 * Whoever is not named is the operator, trusted as one; a folder is the one granted to the actor. A case
 * without a moment is judged by the moment of asking.
 * Words in double quotes are taken as they stand.
 */
final class RuleCases {
    static final int FILE_BYTES_MAX = 256 * 1024;
    static final int CASES_MAX = 5_000;

    /**
     * One case.
     *
     * @param line in the file, from 1
     * @param folder granted to the actor; empty for none
     * @param atMillis when, since the epoch; empty for now
     */
    record Case(int line, Act act, Optional<String> folder, Optional<Long> atMillis, Decision expected) {
        Verdict judged(RulePolicy rules) {
            Clock clock = atMillis.<Clock>map(StoppedClock::new).orElse(rules.clock());
            return rules.with(actor -> folder, clock).judge(act);
        }
    }

    private RuleCases() {}

    /** Throws {@link RulesBroken} with every fault and its place. */
    static List<Case> read(byte[] utf8, String source) {
        List<Case> cases = new ArrayList<>();
        List<RulesBroken.Fault> faults = new ArrayList<>();
        String[] lines = new String(utf8, StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i < lines.length && faults.size() < RuleParser.FAULTS_MAX; i++) {
            try {
                RuleWords read = RuleWords.of(lines[i]);
                if (!read.words().isEmpty()) {
                    cases.add(line(read, i + 1));
                }
                if (cases.size() > CASES_MAX) {
                    throw new Wrong(1, "a file has at most " + CASES_MAX + " cases");
                }
            } catch (Wrong wrong) {
                faults.add(new RulesBroken.Fault(source, i + 1, wrong.column(), String.valueOf(wrong.getMessage())));
            }
        }
        if (!faults.isEmpty()) {
            throw new RulesBroken(faults);
        }
        return cases;
    }

    private static Case line(RuleWords read, int number) throws Wrong {
        List<Word> words = read.words();
        int arrow = words.size() - 2;
        if (arrow < 2 || !words.get(arrow).text().equals("=>")) {
            throw new Wrong(read.end(), "a case is an op, a target, => and a verdict, as in: fs.read /x => deny");
        }
        int end = arrow;
        Actor actor = Actor.operator("cli");
        Trust trust = Trust.OPERATOR;
        Optional<String> folder = Optional.empty();
        Optional<Long> at = Optional.empty();
        while (end >= 4 && !words.get(end - 2).quoted()) {
            Word value = words.get(end - 1);
            switch (words.get(end - 2).text()) {
                case "by" -> actor = actor(value);
                case "trusted" -> trust = trust(value);
                case "in" -> folder = Optional.of(folder(value));
                case "at" -> at = Optional.of(moment(value));
                default -> {
                    return new Case(
                            number, act(words.subList(0, end), actor, trust), folder, at, verdict(words.getLast()));
                }
            }
            end -= 2;
        }
        return new Case(number, act(words.subList(0, end), actor, trust), folder, at, verdict(words.getLast()));
    }

    private static Act act(List<Word> words, Actor actor, Trust trust) throws Wrong {
        String target = String.join(" ", words.stream().skip(1).map(Word::text).toList());
        try {
            return act(words.getFirst().text(), target, actor, trust);
        } catch (IllegalArgumentException e) {
            throw new Wrong(words.getFirst().column(), String.valueOf(e.getMessage()));
        }
    }

    /** An act that is only judged. */
    static Act act(String op, String target, Actor actor, Trust trust) {
        return new Act(
                op,
                target,
                Digest.EMPTY,
                actor,
                new Provenance(trust, List.of()),
                Act.PURSE_DEFAULT,
                Cost.ZERO,
                Act.DEADLINE_MILLIS_DEFAULT,
                1);
    }

    private static Actor actor(Word word) throws Wrong {
        try {
            return Actor.parse(word.text().indexOf(':') < 0 ? word.text() + ":case" : word.text());
        } catch (IllegalArgumentException e) {
            throw new Wrong(word.column(), String.valueOf(e.getMessage()));
        }
    }

    private static Trust trust(Word word) throws Wrong {
        try {
            return Trust.parse(word.text());
        } catch (IllegalArgumentException e) {
            throw new Wrong(word.column(), String.valueOf(e.getMessage()));
        }
    }

    private static long moment(Word word) throws Wrong {
        try {
            return OffsetDateTime.parse(word.text()).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new Wrong(word.column(), "a moment looks like 2026-12-01T10:00Z");
        }
    }

    private static String folder(Word word) throws Wrong {
        if (!Form.canonical(word.text())) {
            throw new Wrong(word.column(), "a folder is an absolute path without . .. or //");
        }
        return word.text();
    }

    private static Decision verdict(Word word) throws Wrong {
        try {
            return Decision.valueOf(word.text().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Wrong(word.column(), "'" + word.text() + "' is no verdict; a case ends with allow, ask or deny");
        }
    }
}
