package stemma.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Op;
import stemma.core.Provenance;
import stemma.core.Verdict;
import stemma.policy.GrantBook;
import stemma.policy.Places;
import stemma.policy.RulePolicy;
import stemma.sandbox.linux.RawPath;

/**
 * Paths whose content somebody else runs later, outside the box.
 *
 * <p>Writing such a file is how a confined command would reach out of its box afterwards, so applying it always asks.
 * Plain source code runs later too; what is meant here runs without anybody choosing to run <em>it</em>: on entering a
 * folder, on a commit, on opening an editor, on a push, on an ordinary build. The list of them is the floor of the
 * policy, and there is no second one: were a path marked here and not asked about there, or the other way round, the
 * question would be lost. So the floor is asked, with a rule above it that allows everything.
 */
final class RunsLater {
    private static final Op<Path, Path> APPLY = Op.effect(Diff.APPLY_OP);
    private static final Path ANYWHERE = Path.of("/folder");
    private static final RulePolicy FLOOR = RulePolicy.compile(
            ("allow " + Diff.APPLY_OP + " *\n").getBytes(StandardCharsets.UTF_8),
            "runs-later",
            Set.of(),
            new Places("/node", "/home", List.of()),
            new GrantBook());

    private RunsLater() {}

    /** Whether something runs this path, given relative to its folder. */
    static boolean matches(Path path) {
        String target = RawPath.shown(ANYWHERE.resolve(path));
        Act act = Act.of(APPLY, target, Actor.operator("runs-later"), Provenance.OPERATOR);
        return !(FLOOR.judge(act) instanceof Verdict.Allow);
    }
}
