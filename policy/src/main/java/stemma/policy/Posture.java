package stemma.policy;

import java.util.List;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.core.Verdict;

/**
 * What the rules in force mean for a goal, in one line, found by asking them: a sentence that was
 * written down once would go on to be shown when it is no longer true.
 */
public final class Posture {
    private static final Actor GOAL = Actor.parse("goal:posture");
    private static final String FOLDER = "/posture/probe";
    private static final Grants GRANTS = actor -> Optional.of(FOLDER);

    private Posture() {}

    /** For example {@code goals: reads allow, writes ask, boxed commands ask}. */
    public static String of(RulePolicy rules) {
        RulePolicy probe = rules.with(GRANTS, rules.clock());
        return "goals: reads " + word(probe, "fs.read", FOLDER + "/file.txt") + ", writes "
                + word(probe, "fs.write", FOLDER + "/file.txt") + ", boxed commands "
                + word(probe, "proc.exec", "true");
    }

    private static String word(RulePolicy rules, String op, String target) {
        Act act = new Act(
                op,
                target,
                Digest.EMPTY,
                GOAL,
                new Provenance(Trust.WORKSPACE, List.of()),
                Act.PURSE_DEFAULT,
                Cost.ZERO,
                Act.DEADLINE_MILLIS_DEFAULT,
                1);
        return switch (rules.judge(act)) {
            case Verdict.Allow allow -> "allow";
            case Verdict.Ask ask -> "ask";
            case Verdict.Deny deny -> "deny";
        };
    }
}
