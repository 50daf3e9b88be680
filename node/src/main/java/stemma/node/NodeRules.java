package stemma.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import stemma.core.Clock;
import stemma.policy.GrantBook;
import stemma.policy.ManagedFile;
import stemma.policy.OperatorActs;
import stemma.policy.Places;
import stemma.policy.RuleBook;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.Objects;

/** The rule book of a node: which ops its rules may name, and what their names in braces stand for. */
final class NodeRules {
    private NodeRules() {}

    /**
     * A book that was not opened yet.
     *
     * @param performed the ops that something performs here; the book performs one itself
     */
    static RuleBook book(
            Disk disk,
            Home home,
            Path userHome,
            NodeConfig config,
            Objects objects,
            Set<String> performed,
            GrantBook grants,
            Clock clock) {
        Set<String> ops = new TreeSet<>(performed);
        ops.add(RuleBook.ADOPT.name());
        ops.add(Erasure.ERASE.name());
        ops.addAll(OperatorActs.ops());
        List<String> models =
                config.model().map(model -> List.of(Thinking.target(model))).orElse(List.of());
        Places places = new Places(home.root().toString(), userHome.toString(), models);
        return new RuleBook(disk, home.root(), objects, ops, places, grants, clock, ManagedFile.of(disk));
    }
}
