package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.gateway.Wire;
import stemma.store.Home;

/** The rules of a new home speak of what this node does, and of nothing else. */
final class RulesTest {
    /** Every op this node performs. A change here is a change of what the node can do. */
    private static final Set<String> OPS = Set.of(
            "fs.apply",
            "fs.census",
            "fs.discard",
            "fs.edit",
            "fs.list",
            "fs.read",
            "fs.search",
            "cartridge.call",
            "cartridge.delete",
            "cartridge.deploy",
            "fs.sweep",
            "fs.undo",
            "fs.write",
            "goal.start",
            "ledger.erase",
            "ledger.export",
            "ledger.verify",
            "model.ask",
            "operator.add",
            "operator.remove",
            "policy.adopt",
            "label.endorse",
            "proc.connect",
            "purse.set",
            "proc.exec",
            "proc.git",
            "proc.ignored",
            "proc.probe",
            "proc.run",
            "home.backup",
            "vault.list",
            "vault.lock",
            "vault.passphrase",
            "vault.put",
            "vault.remove",
            "vault.unlock");

    @TempDir
    private Path folder;

    @Test
    void everyOpOfARuleIsPerformedAndEveryPerformedOpHasARule() throws Exception {
        Map<String, String> environment = Map.of("HOME", folder.toString(), "XDG_STATE_HOME", folder.toString());
        try (Node node = Node.open(new Home(folder.resolve("home")), environment)) {
            Set<String> named = named(node);
            assertThat(node.ops()).isEqualTo(OPS);
            assertThat(named).allSatisfy(name -> assertThat(OPS).as(name).anyMatch(op -> covers(name, op)));
            assertThat(OPS).allSatisfy(op -> assertThat(named).as(op).anyMatch(name -> covers(name, op)));
        }
    }

    @SuppressWarnings("unchecked") // policy.show takes nothing
    private static Record answer(Operation<?, ?> operation) throws InterruptedException {
        Operation<Operation.Nothing, ? extends Record> show =
                (Operation<Operation.Nothing, ? extends Record>) operation;
        return show.handler().handle(new Operation.Nothing(), new Call(Actor.operator("test"), line -> {}));
    }

    private static boolean covers(String name, String op) {
        return name.endsWith(".*") ? op.startsWith(name.substring(0, name.length() - 1)) : name.equals(op);
    }

    /** The ops and families in the second word of each rule that {@code policy show} prints. */
    private static Set<String> named(Node node) throws InterruptedException {
        Operation<?, ?> show = node.catalogue().all().stream()
                .filter(operation -> operation.name().equals("policy.show"))
                .findFirst()
                .orElseThrow();
        Json.Obj shown = (Json.Obj) Json.parse(new Wire().bytes(answer(show)));
        Set<String> named = new TreeSet<>();
        for (Json rule : shown.array("rules").items()) {
            String ops = ((Json.Obj) rule).string("text").split(" ", -1)[1];
            named.addAll(List.of(ops.split(",", -1)));
        }
        assertThat(named).hasSizeGreaterThan(10);
        return named;
    }
}
