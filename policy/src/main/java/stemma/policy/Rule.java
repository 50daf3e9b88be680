package stemma.policy;

import java.util.List;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Quorum;
import stemma.core.Trust;

/**
 * One rule, as its author wrote it and as it is judged. Immutable.
 *
 * @param layer who wrote it
 * @param source where it stands: {@code policy.rules}, {@code managed.rules} or {@code floor}
 * @param line its line there, from 1
 * @param decision what it says when it matches
 * @param ops {@code fs.write}, {@code fs.*} or {@code *}; one of them has to match
 * @param targets one of them has to match
 * @param except none of them may match
 * @param actors one of them has to match; empty for everyone
 * @param most the highest trust it applies to
 * @param least the lowest trust it applies to
 * @param folders one of them has to match the folder granted to the actor; empty for any and none
 * @param times when it holds
 * @param quorum who has to sign the yes, where it asks
 * @param reason the comment after the rule; empty without one
 * @param text the rule without its comment
 */
record Rule(
        Layer layer,
        String source,
        int line,
        Decision decision,
        List<String> ops,
        List<TargetPattern> targets,
        List<TargetPattern> except,
        List<ActorPattern> actors,
        Trust most,
        Trust least,
        List<TargetPattern> folders,
        RuleTimes times,
        Quorum quorum,
        String reason,
        String text) {

    private static final int LABEL_CHARS_MAX = 200;

    /** Whom a rule speaks of: a kind of actor, or one by name. */
    record ActorPattern(Actor.Kind kind, Optional<String> name) {
        /** Whether it takes every actor that the other takes. */
        boolean covers(ActorPattern other) {
            return kind == other.kind && (name.isEmpty() || name.equals(other.name));
        }

        boolean matches(Actor actor) {
            return actor.kind() == kind && (name.isEmpty() || name.get().equals(actor.name()));
        }

        @Override
        public String toString() {
            return kind.word() + name.map(n -> ":" + n).orElse("");
        }
    }

    Rule {
        ops = List.copyOf(ops);
        targets = List.copyOf(targets);
        except = List.copyOf(except);
        actors = List.copyOf(actors);
        folders = List.copyOf(folders);
    }

    /** The rule as receipts name it. */
    String label() {
        String label = source + ":" + line + " " + text;
        return label.length() <= LABEL_CHARS_MAX ? label : label.substring(0, LABEL_CHARS_MAX - 1) + "…";
    }

    boolean covers(String op) {
        return ops.stream().anyMatch(pattern -> covers(pattern, op));
    }

    static boolean covers(String pattern, String op) {
        return pattern.equals("*")
                || pattern.equals(op)
                || (pattern.endsWith(".*") && op.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    /** Whether it applies to whoever acts, there and then, whatever the target. */
    boolean concerns(Subject subject) {
        return meets(subject.act()) && (times.always() || times.hold(subject.millis())) && surrounds(subject);
    }

    /** Whether the actor works in one of its folders. */
    boolean surrounds(Subject subject) {
        return folders.isEmpty()
                || subject.project()
                        .filter(folder -> folders.stream().anyMatch(each -> each.matches(folder, decision.reach())))
                        .isPresent();
    }

    /** Whether it applies to this actor, and to what is trusted so far. */
    boolean meets(Act act) {
        Trust trust = act.provenance().trust();
        if (trust.compareTo(most) < 0 || trust.compareTo(least) > 0) {
            return false;
        }
        if (actors.isEmpty()) {
            return true;
        }
        for (ActorPattern actor : actors) {
            if (actor.matches(act.actor())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the rule leaves this target out; an exception is read the other way round than its rule. */
    boolean excepts(Subject subject, Reach reach) {
        for (TargetPattern pattern : except) {
            if (pattern.matches(subject, reach.opposite())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it speaks of this target, whoever acts and whatever it leaves out. */
    boolean aims(Subject subject, Reach reach) {
        for (TargetPattern pattern : targets) {
            if (pattern.matches(subject, reach)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it speaks of this command, for all that can be seen of it. */
    boolean nearly(Subject subject) {
        for (TargetPattern pattern : targets) {
            boolean command = pattern instanceof CommandPattern words && words.nearly(subject.part());
            if (command || pattern instanceof TargetPattern.Any) {
                return true;
            }
        }
        return false;
    }

    /** Whether it speaks of everything that its ops act on. */
    boolean sweeping() {
        return !targets.isEmpty() && targets.getFirst() instanceof TargetPattern.Any;
    }

    boolean hits(Subject subject, Reach reach) {
        return concerns(subject) && aims(subject, reach) && !excepts(subject, reach);
    }
}
