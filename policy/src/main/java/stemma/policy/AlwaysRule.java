package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.core.Act;
import stemma.core.Verdict;
import stemma.policy.shell.ShellWord;

/**
 * The rule that would have let an act through that had to ask: the wider one first. A rule is only
 * offered when the changed rules, compiled and asked again, allow this very act, and when the rule
 * that asked goes on to mean something. What the floor or a managed rule asks for, and what a quorum
 * decides, is never offered.
 *
 * @param rule the new rule
 * @param change the line that asks today, as it would stand; empty when that stays as it is
 * @param line of the change in the file, from 1
 * @param text the whole rules file as it would be
 */
record AlwaysRule(String rule, String change, int line, String text) {
    private static final Pattern CLAUSE =
            Pattern.compile("\\s+(by|trusted|tainted|in|at|on|until|quorum)\\s|\\s+tainted$|\\s*#");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-]+");

    /** What can be offered; empty when nothing can. */
    static Optional<AlwaysRule> propose(RulePolicy now, String text, Act act, Function<byte[], RulePolicy> compile) {
        Verdict verdict = now.judge(act);
        if (!(verdict instanceof Verdict.Ask ask) || ask.quorum().wanted()) {
            return Optional.empty();
        }
        Optional<Rule> asks = now.rules().stream()
                .filter(rule -> rule.layer() == Layer.HOME && rule.decision() == Decision.ASK)
                .filter(rule -> rule.label().equals(verdict.rule()))
                .findFirst();
        for (String target : targets(now, act)) {
            Optional<AlwaysRule> offer =
                    asks.flatMap(rule -> changed(text, rule, target, act)).filter(each -> holds(compile, each, act));
            if (offer.isPresent()) {
                return offer;
            }
        }
        return Optional.empty();
    }

    private static boolean holds(Function<byte[], RulePolicy> compile, AlwaysRule offer, Act act) {
        try {
            RulePolicy next = compile.apply(offer.text().getBytes(StandardCharsets.UTF_8));
            return next.judge(act) instanceof Verdict.Allow
                    && RuleLint.of(next).stream()
                            .noneMatch(finding -> finding.layer() == Layer.HOME && finding.line() == offer.line());
        } catch (RulesBroken e) {
            return false;
        }
    }

    private static Optional<AlwaysRule> changed(String text, Rule asks, String target, Act act) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        String line = lines.get(asks.line() - 1);
        boolean more = !asks.except().isEmpty();
        if (more && TargetKind.of(act.op()) != TargetKind.COMMAND) {
            return Optional.empty();
        }
        Matcher clause = CLAUSE.matcher(line);
        int at = clause.find() ? clause.start() : line.length();
        String change = line.substring(0, at) + (more ? " or " : " except ") + target + line.substring(at);
        String rule =
                "allow " + act.op() + " " + target + " by " + act.actor().kind().word();
        lines.set(asks.line() - 1, change);
        lines.add(rule);
        return Optional.of(new AlwaysRule(rule, change, asks.line(), String.join("\n", lines) + "\n"));
    }

    private static List<String> targets(RulePolicy now, Act act) {
        return switch (TargetKind.of(act.op())) {
            case COMMAND -> commands(act.target());
            case PATH -> wild(act.target()) ? List.<String>of() : paths(now, act);
            case TEXT -> wild(act.target()) ? List.<String>of() : List.of(quoted(act.target()));
        };
    }

    private static List<String> commands(String line) {
        List<CommandPart> parts = CommandLine.parts(line);
        CommandPart only = parts.getFirst();
        if (parts.size() > 1 || only.words().isEmpty() || only.clouded()) {
            return List.of();
        }
        List<String> words = only.words().stream().map(ShellWord::text).toList();
        List<String> targets = new ArrayList<>();
        for (int kept = 2; kept <= Math.min(3, words.size()); kept++) {
            boolean plain = words.subList(0, kept).stream()
                    .allMatch(word -> PLAIN.matcher(word).matches() && !word.startsWith("-"));
            if (plain) {
                targets.add(String.join(" ", words.subList(0, kept)) + " *");
            }
        }
        if (words.stream().noneMatch(AlwaysRule::wild)) {
            targets.add(String.join(" ", words.stream().map(AlwaysRule::quoted).toList()));
        }
        return targets;
    }

    private static List<String> paths(RulePolicy now, Act act) {
        String target = act.target();
        Subject subject = new Subject(act, TargetKind.PATH, CommandPart.NONE, now.grants(), now.clock());
        Optional<String> folder = subject.folder(Reach.NARROW);
        Optional<String> inside =
                folder.filter(f -> target.startsWith(f + "/")).map(f -> "{workspace}" + target.substring(f.length()));
        String path = inside.orElse(target);
        int slash = path.lastIndexOf('/');
        String parent = path.substring(0, Math.max(0, slash));
        List<String> targets = new ArrayList<>();
        if (!parent.isEmpty() && !parent.equals("{workspace}")) {
            targets.add(quoted(parent + "/**"));
        }
        targets.add(quoted(path));
        return targets;
    }

    /** Whether a rule would take a character of it for a wildcard. */
    private static boolean wild(String target) {
        return target.chars().anyMatch(c -> "*?{}\"".indexOf(c) >= 0);
    }

    /** Quoted where a rule would read it otherwise. */
    private static String quoted(String word) {
        return PLAIN.matcher(word.replace("{workspace}", "").replace("/**", "")).matches() ? word : "\"" + word + "\"";
    }
}
